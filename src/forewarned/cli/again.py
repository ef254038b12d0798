"""`forewarned again`: what an organisation was warned of more than once, and whether it happened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import AsAt, AsCsv, AsJson, ask_as_at, exact, say, say_read_as, short, show_answer
from forewarned.lessons.counts import many

if TYPE_CHECKING:
    from forewarned.lessons.questions.grouped import LessonsAnswer
    from forewarned.lessons.questions.likeness import SimilarReport
    from forewarned.lessons.questions.possible import PossibleSide
    from forewarned.lessons.questions.recurring import AgainAnswer, StepLine

KINDS = {
    "broken_promise": "A death after an action was due, or was said to be done",
    "recurrence": "A death after an earlier report",
    "undetermined": "Not known: a date is missing, or two dates differ",
    "same_era": "The later death came before the earlier report: this says nothing of learning",
}
SHOWN = 30
PAIRS = 10


def again(
    name: str = typer.Argument("", metavar="[NAME]", help="An organisation's name or ODS code; none for the country."),
    as_at: str = AsAt,
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Lessons that an organisation, with those before and after it, was warned of more than once.

    Classed by the dates of the deaths, never by the order of the reports. Without a name: lessons that recur
    across the country.

    Example: forewarned again "Norfolk and Suffolk NHS Foundation Trust"
    """
    day = ask_as_at(as_at, as_json, as_csv)
    if name:
        from forewarned.lessons.questions.recurring import ask_again

        answer = ask_again(name=name, as_at=day)
        if not (as_json or as_csv):
            say_read_as(name, day)
        show_answer(answer, as_json=as_json, as_csv=as_csv, text=show_again)
        return
    from forewarned.lessons.questions.grouped import ask_lessons

    show_answer(ask_lessons(as_at=day), as_json=as_json, as_csv=as_csv, text=show_lessons)


def show_again(answer: AgainAnswer, most: int = 0) -> None:
    """Each lesson with its reports, deaths and promises, strongest first; then pairs that a person has to decide.

    ``most``: how many lessons to show; 0 for all.
    """
    if not answer.lessons:
        say(f"No lesson is known to stand in more than one report to {answer.organisation}.")
    for one in answer.lessons[: most or None]:
        say(f"\n{KINDS[one.kind]}\n“{short(one.name, 300)}” (lesson {one.lesson}){exact(one.tidied)}")
        for step in one.steps:
            _say(step)
    if most:
        say(f"\n… and {many(max(0, len(answer.lessons) - most), 'more lesson')}.")
    else:
        _possible(answer)
    say("")
    say(answer.rest.sentence())
    say(answer.sentence())


IF_SAME = {
    "broken_promise": "a death after an action was due, or was said to be done",
    "recurrence": "the death came after the warning",
    "undetermined": "the dates do not tell",
    "same_era": "the later death came before the warning",
}


def _possible(answer: AgainAnswer) -> None:
    """Pairs that a person has to decide: those whose death came after the warning first, then the likeliest."""
    if not answer.possible:
        return
    say("\nMay be the same lesson: not confirmed by a person (`forewarned lessons join`, or `forewarned lessons part`)")
    for pair in answer.possible[:PAIRS]:
        said = ", ".join(f"“{word}”" for word in pair.words)
        less = "less likely; " if pair.band != "possible" else ""
        say(f"  if it is the same lesson: {IF_SAME[pair.kind]}. {pair.reason}")
        say(f"    {less}likeness {pair.score:.2f} ({pair.found_by}); both say {said}")
        for side in pair.sides:
            told = f"report of {side.date_of_report or 'a day not known'}, died {died(side)}"
            say(f"    {side.matter}  {side.ref or side.report}, {told}: “{short(side.text)}”{exact(side.tidied)}")
    if len(answer.possible) > PAIRS:
        least, held = ("at least ", "the likeliest") if answer.possible_is_cut else ("", "all of them")
        say(f"  … and {least}{len(answer.possible) - PAIRS:,} more: use --json for {held}.")


def _say(step: StepLine) -> None:
    from forewarned.lessons.recurrence.relation import UNDATED

    say(f"  {step.ref or step.report}: died {died(step)}; report of {step.date_of_report or 'a day not known'}")
    for also in step.also:
        say(
            f"    the same death was also reported in {also.ref or also.report} ({also.date_of_report}): it counts once"
        )
    if step.reason:
        say(f"    against {step.against}: {step.reason}")
    for matter in step.matters:
        say(f"    {f'{matter.number} ' if matter.number else ''}“{short(matter.text)}”{exact(matter.tidied)}")
    for promise in step.promises:
        word = "said on" if promise.said_on_basis == "letter" else "published by"
        said = f"{word} {promise.said_on}" if promise.said_on else "day not known"
        status = promise.status.replace("_", " ")
        say(f"    {promise.who} on {promise.ref} ({status}, {said}): “{short(promise.text, 140)}”")
    for promise in step.apart:
        who = promise.who or "somebody who is not known"
        say(f"    not counted: {who} on {promise.ref}: “{short(promise.text, 140)}” {promise.apart}")
    undated = [one for one in step.missing if one.startswith(UNDATED)]
    for missing in step.missing:
        if missing not in undated:
            say(f"    not known: {missing}")
    if undated:
        say(f"    not known: by when {many(len(undated), 'promise was', 'promises were')} due or done")


def died(step: StepLine | SimilarReport | PossibleSide) -> str:
    """The date of death, where it is from, and what else is said of it."""
    from forewarned.lessons.questions.deaths import told_from

    if not step.date_of_death:
        return f"by {step.opened} (when an investigation of it was opened)" if step.opened else "on a day not known"
    other = f"; but {told_from(step.other_known_from)}: {step.other_date_of_death}" if step.other_date_of_death else ""
    return f"{step.date_of_death} ({told_from(step.death_known_from)}{other})"


def show_lessons(answer: LessonsAnswer) -> None:
    """Lessons in more than one report, for people."""
    for one in answer.lessons[:SHOWN]:
        locked = ", locked" if one.locked else ""
        say(
            f"{one.key}  {many(one.deaths or 0, 'death')} in {many(one.reports, 'report')}, "
            f"{many(one.organisations, 'body', 'bodies')}{locked}"
        )
        say(f"    “{short(one.name)}” {', '.join(one.themes)}{exact(one.tidied)}")
    if len(answer.lessons) > SHOWN:
        say(f"… and {len(answer.lessons) - SHOWN:,} more: use --csv or --json for all of them.")
    say("")
    say(answer.rest.sentence())
    say(answer.sentence())
