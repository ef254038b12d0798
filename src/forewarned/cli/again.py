"""`forewarned again`: what an organisation was warned of more than once, and whether it happened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import AsAt, AsCsv, AsJson, ask_as_at, say, short, show_answer

if TYPE_CHECKING:
    from forewarned.lessons.questions.grouped import LessonsAnswer
    from forewarned.lessons.questions.recurring import AgainAnswer, StepLine

KINDS = {
    "broken_promise": "A death after an action was due, or was said to be done",
    "recurrence": "A death after an earlier report",
    "undetermined": "Not known: a date is missing",
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

        show_answer(ask_again(name=name, as_at=day), as_json=as_json, as_csv=as_csv, text=show_again)
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
        say(f"\n{KINDS[one.kind]}\n“{short(one.name, 300)}” (lesson {one.lesson})")
        for step in one.steps:
            _say(step)
    if most:
        say(f"\n… and {max(0, len(answer.lessons) - most):,} more lessons.")
    else:
        _possible(answer)
    say("")
    say(answer.rest.sentence())
    say(answer.sentence())


def _possible(answer: AgainAnswer) -> None:
    """Pairs that a person has to decide, the likeliest first."""
    if not answer.possible:
        return
    say("\nMay be the same lesson: for a person to decide (`forewarned lessons join`, or `forewarned lessons part`)")
    for pair in answer.possible[:PAIRS]:
        said = ", ".join(f"“{word}”" for word in pair.words)
        say(f"  likeness {pair.score:.2f} ({pair.found_by}); both say {said}")
        for side in pair.sides:
            say(f"    {side.matter}  {side.ref or side.report}, report of {side.date_of_report or 'a day not known'}, "
                f"died {side.date_of_death or 'on a day not known'}: “{short(side.text)}”")  # fmt: skip
    if len(answer.possible) > PAIRS:
        say(f"  … and {len(answer.possible) - PAIRS:,} less alike: use --json for all of them.")


def _say(step: StepLine) -> None:
    say(f"  {step.ref or step.report}: died {step.date_of_death or 'on a day not known'}; "
        f"report of {step.date_of_report or 'a day not known'}")  # fmt: skip
    for also in step.also:
        say(
            f"    the same death was also reported in {also.ref or also.report} ({also.date_of_report}): it counts once"
        )
    if step.reason:
        say(f"    against {step.against}: {step.reason}")
    for matter in step.matters:
        say(f"    {matter.number} “{short(matter.text)}”")
    for promise in step.promises:
        said = f"said {promise.said_on}" if promise.said_on else "day not known"
        say(f"    promised on {promise.ref} ({promise.status}, {said}): “{short(promise.text, 140)}”")
    for missing in step.missing:
        say(f"    not known: {missing}")


def show_lessons(answer: LessonsAnswer) -> None:
    """Lessons in more than one report, for people."""
    for one in answer.lessons[:SHOWN]:
        say(f"{one.key}  {one.reports} reports, {one.organisations} bodies{', locked' if one.locked else ''}")
        say(f"    “{short(one.name)}” {', '.join(one.themes)}")
    if len(answer.lessons) > SHOWN:
        say(f"… and {len(answer.lessons) - SHOWN:,} more: use --csv or --json for all of them.")
    say("")
    say(answer.rest.sentence())
    say(answer.sentence())
