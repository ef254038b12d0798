"""`forewarned organisation`: was it warned, and did it answer?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import (
    AsAt,
    AsCsv,
    AsJson,
    one_face,
    percent,
    print_csv,
    print_json,
    print_table,
    read_day,
    say,
    say_read_as,
    state_text,
)

if TYPE_CHECKING:
    from forewarned.reports.questions.duties import DutyLine
    from forewarned.reports.questions.organisation import OrganisationAnswer


SHOWN_NAMES = 8


def organisation(
    name: str = typer.Argument(..., metavar="NAME", help="A name as written anywhere, or an ODS code such as RMY."),
    as_at: str = AsAt,
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Was this organisation warned, did it answer in 56 days, and how do others of its kind?

    Bodies that it took over from are included and named.

    Example: forewarned organisation "Norfolk and Suffolk NHS Foundation Trust" --as-at 2024-06-01
    """
    one_face(as_json, as_csv)
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    from forewarned.reports.questions.organisation import ask_organisation

    day = read_day(as_at, "--as-at") or settings().today()
    answer = ask_organisation(name=name, as_at=day)
    if as_json:
        print_json(answer)
    elif as_csv:
        print_csv(answer.rows(), answer.columns)
    else:
        say_read_as(name, day)
        show(answer)


def show(answer: OrganisationAnswer) -> None:
    """The answer as text and tables."""
    _identity(answer)
    if not answer.reports:
        say("\nNo report to it is known on this day. That is what is in the store, not proof that there was none.")
        say(answer.sentence())
        return
    _years(answer)
    _duties(answer)
    _share(answer)
    _others(answer)
    say()
    say(answer.sentence())


def _identity(answer: OrganisationAnswer) -> None:
    who = answer.identity
    services = f", {', '.join(who.services).replace('_', ' ')}" if who.services else ""
    say(f"{who.name}  [{who.ods or who.key}]  {who.kind.replace('_', ' ')}{services}")
    if who.opened or who.closed:
        say(f"Open {who.opened or 'on a day not known'} to {who.closed or 'today'}. Today: {who.today}.")
    for former, until in who.former_names:
        say(f"Named {former} until {until}.")
    for related in who.predecessors:
        say(f"Took over from {related.name} on {related.on or 'a day not known'}: {related.why}")
    for related in who.successors:
        say(f"Taken over by {related.name} on {related.on or 'a day not known'}: {related.why}")
    if who.names_written:
        more = " …" if len(who.names_written) > SHOWN_NAMES else ""
        say(f"Written as: {', '.join(f'“{name}”' for name in who.names_written[:SHOWN_NAMES])}{more}")


def _years(answer: OrganisationAnswer) -> None:
    print_table(
        f"{len(answer.reports)} reports known as at {answer.as_at}",
        ("Year", "Reports", "Date of death known", "Duties past due", "Response published", "Possibly"),
        [
            (y.year, y.reports, y.death_dates_known, y.past_due, y.response_published, y.possibly_published)
            for y in answer.by_year
        ],
    )


def _duties(answer: OrganisationAnswer) -> None:
    print_table(
        "Each duty to respond",
        ("Report", "Dated", "Death", "As written", "Due", "Basis", "State", "In time?"),
        [
            (
                line.ref or "(none)",
                line.date_of_report,
                line.date_of_death,
                _written(line, answer.identity.name),
                line.due.on,
                line.due.basis.value,
                state_text(line.state.state),
                line.state.timeliness.value.replace("_", " "),
            )
            for report in answer.reports
            for line in report.duties
        ],
    )


def _written(line: DutyLine, name: str) -> str:
    """The addressee's words, left out where they are the name at the top."""
    written = "as named" if line.addressee == name else line.addressee
    return written if line.sure else f"{written} (not sure)"


def _share(answer: OrganisationAnswer) -> None:
    share, time = answer.share, answer.time_to_answer
    say(
        f"Answered on time: between {percent(share.low)} and {percent(share.high)} of {share.n} duties past due "
        f"({share.certain_on_time} on time for certain, {share.certain_late} late for certain, "
        f"{share.unknown} not known; {share.not_yet_due} not yet due, {share.no_due_date} without a due date)."
    )
    if share.interval:
        low, high = share.interval
        say(f"Allowing for chance as well, on time is between {percent(low)} and {percent(high)} (95%).")
    if time.n:
        most = f"{time.high:.0f}" if time.high is not None else "not known"
        say(f"Days from report to answer, median: at least {time.low or 0:.0f}, at most {most} ({time.n} duties).")
    for sentence in answer.not_known:
        say(sentence)


def _others(answer: OrganisationAnswer) -> None:
    if answer.co_addressees:
        print_table("Addressed together with", ("Body", "Reports"), answer.co_addressees, limit=10)
    compared = answer.comparison.funnel
    print_table(
        compared.measure.title,
        ("Body", "Past due", "Published", "Possibly", "Share", "95% limits", "Beside the limits"),
        [
            (
                f"→ {point.label}" if point.named else point.label,
                f"{point.denominator:.0f}",
                f"{point.numerator:.0f}",
                answer.comparison.possibly.get(point.label, 0),
                compared.show(point.value),
                f"{compared.show(point.limits.low_95)} to {compared.show(point.limits.high_95)}"
                if point.limits
                else "",
                "depends on what is not known" if point.label in answer.comparison.unsettled else point.flag,
            )
            for point in compared.points
        ],
    )
    if compared.centre is not None:
        say(f"All together: {compared.show(compared.centre)} surely published.")
    for note in compared.notes:
        say(note)
    say(compared.no_limits or compared.caption)
