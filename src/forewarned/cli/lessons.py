"""`forewarned lessons`: read what waits, see lessons, and say where their joining is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from forewarned.cli.again import show_lessons
from forewarned.cli.faces import AsAt, AsCsv, AsJson, ask_as_at, exact, print_json, say, short, show_answer
from forewarned.errors import InputError

if TYPE_CHECKING:
    from forewarned.lessons.questions.grouped import LessonAnswer

app = typer.Typer(no_args_is_help=True, help="Lessons: what matters of concern have in common, and people's decisions.")
Reason = typer.Option("", "--reason", help="Why; kept in the ledger.")
Key = typer.Argument(..., metavar="LESSON", help="The lesson's key.")


@app.command()
def read(as_json: bool = AsJson) -> None:
    """Read the reports and responses that wait: matters, themes, facts, promises, lessons. `import` does this too.

    Example: forewarned lessons read
    """
    from forewarned.cli.importing import progress_shown
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    from forewarned.lessons.actions.reading import read_lessons
    from forewarned.lessons.questions.indexes import bring_up_to_date

    with progress_shown() as progress:
        done = read_lessons(by=settings().actor, progress=progress)
        bring_up_to_date(progress)
    if as_json:
        print_json(done)
    else:
        say(done.sentence())


@app.command("list")
def list_(
    theme: str = typer.Option("", "--theme", help="With this theme's code, such as observation."),
    as_at: str = AsAt,
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Lessons that stand in more than one report, those at most bodies first.

    Example: forewarned lessons list --theme observation
    """
    day = ask_as_at(as_at, as_json, as_csv)
    from forewarned.lessons.questions.grouped import ask_lessons
    from forewarned.lessons.questions.searching import refuse_unknown
    from forewarned.lessons.themes import codebook

    if theme:
        refuse_unknown("theme", theme, tuple(codebook()))
    show_answer(ask_lessons(as_at=day, theme=theme), as_json=as_json, as_csv=as_csv, text=show_lessons)


@app.command()
def show(lesson: str = Key, as_at: str = AsAt, as_json: bool = AsJson, as_csv: bool = AsCsv) -> None:
    """One lesson: its matters word for word, why each belongs, and what people decided.

    Example: forewarned lessons show l0123456789
    """
    day = ask_as_at(as_at, as_json, as_csv)
    from forewarned.lessons.questions.grouped import ask_lesson

    show_answer(ask_lesson(key=lesson, as_at=day), as_json=as_json, as_csv=as_csv, text=_show)


def _show(answer: LessonAnswer) -> None:
    locked = " (locked)" if answer.lesson.locked else ""
    say(f"“{short(answer.lesson.name, 300)}”{exact(answer.lesson.tidied)}{locked}")
    if answer.succeeded_by:
        say(f"It ended; most of its matters are in {answer.succeeded_by} now.")
    for one in answer.matters:
        told = one.date_of_report or "no known date"
        say(f"\n{one.key}  {one.ref or one.report}, {told}: {'; '.join(one.organisations)}")
        say(f"    {f'{one.number} ' if one.number else ''}“{short(one.text, 400)}”{exact(one.tidied)}")
        say(f"    {one.why}")
    for decided in answer.decided:
        say(f"\nDecision {decided.judgement}: {decided.verdict} by {decided.by} on {decided.on}. {decided.reason}")
    say("")
    say(answer.sentence())


@app.command()
def merge(lesson: str = Key, others: list[str] = typer.Argument(..., help="The others."), reason: str = Reason) -> None:
    """Say that lessons are one.

    Example: forewarned lessons merge l0123456789 l9876543210 --reason "the same ligature audit"
    """
    by = _opened()
    from forewarned.lessons.actions.lessons import merge_lessons

    _remembered(merge_lessons(lesson=lesson, others=others, reason=reason, by=by))


@app.command()
def join(matters: list[str] = typer.Argument(..., help="Keys of matters."), reason: str = Reason) -> None:
    """Say that matters share a lesson, whether or not they are in one; the lessons that hold them come along.

    Example: forewarned lessons join m0123456789abcde m5555555555abcde
    """
    by = _opened()
    from forewarned.lessons.actions.lessons import join_matters

    _remembered(join_matters(matters=matters, reason=reason, by=by))


@app.command()
def part(
    matter: str = typer.Argument(..., help="The matter's key."),
    others: list[str] = typer.Argument(..., help="The keys of those it does not share a lesson with."),
    reason: str = Reason,
) -> None:
    """Say that a matter does not share a lesson with others: they are kept apart, and not offered again.

    Example: forewarned lessons part m0123456789abcde m5555555555abcde
    """
    by = _opened()
    from forewarned.lessons.actions.lessons import part_matters

    _remembered(part_matters(matters=[matter], others=others, reason=reason, by=by))


@app.command()
def split(
    lesson: str = Key, matters: list[str] = typer.Argument(..., help="Keys of matters."), reason: str = Reason
) -> None:
    """Say that some of a lesson's matters are another lesson.

    Example: forewarned lessons split l0123456789 m0123456789abcde m5555555555abcde
    """
    by = _opened()
    from forewarned.lessons.actions.lessons import split_lesson

    _remembered(split_lesson(lesson=lesson, matters=matters, reason=reason, by=by))


@app.command()
def remove(
    lesson: str = Key, matter: str = typer.Argument(..., help="The matter's key."), reason: str = Reason
) -> None:
    """Say that a matter does not belong to a lesson.

    Example: forewarned lessons remove l0123456789 m0123456789abcde
    """
    by = _opened()
    from forewarned.lessons.actions.lessons import remove_matter

    _remembered(remove_matter(lesson=lesson, matter=matter, reason=reason, by=by))


@app.command()
def lock(
    lesson: str = Key, off: bool = typer.Option(False, "--off", help="Lift the lock."), reason: str = Reason
) -> None:
    """Say that a lesson is exactly what it is now: no reading changes it by itself.

    Example: forewarned lessons lock l0123456789
    """
    by = _opened()
    from forewarned.lessons.actions.lessons import lock_lesson, unlock_lesson

    _remembered((unlock_lesson if off else lock_lesson)(lesson=lesson, reason=reason, by=by))


@app.command()
def rename(
    lesson: str = Key,
    matter: str = typer.Argument(..., help="The key of the matter whose words name it."),
    words: str = typer.Argument(..., help="The words, as they stand in the matter."),
    reason: str = Reason,
) -> None:
    """Name a lesson by other words of one of its matters.

    Example: forewarned lessons rename l0123456789 m0123456789abcde "hourly checks were not done"
    """
    by = _opened()
    from forewarned.lessons.actions.lessons import rename_lesson

    _remembered(rename_lesson(lesson=lesson, matter=matter, words=words, reason=reason, by=by))


@app.command()
def theme(
    matter: str = typer.Argument(..., help="The matter's key."),
    confirm: list[str] = typer.Option([], "--confirm", help="A theme's code that is right."),
    reject: list[str] = typer.Option([], "--reject", help="A theme's code that is wrong."),
    add: list[str] = typer.Option([], "--add", help="A theme's code that is missing."),
    reason: str = Reason,
) -> None:
    """Confirm, reject or add themes of a matter; remembered, and learnt from.

    Example: forewarned lessons theme m0123456789abcde --confirm observation --reject training
    """
    by = _opened()
    from forewarned.lessons.actions.judging import judge_themes

    verdicts = dict.fromkeys(confirm, "confirm") | dict.fromkeys(reject, "reject") | dict.fromkeys(add, "add")
    if len(verdicts) < max(1, len(confirm) + len(reject) + len(add)):
        raise InputError(
            "Say one thing of each theme",
            where="command line",
            next_step="give --confirm, --reject or --add with a theme's code, each code once",
        )
    _remembered(judge_themes(matter=matter, verdicts=verdicts, reason=reason, by=by))


@app.command()
def undo(judgement: int = typer.Argument(..., help="The decision's number.")) -> None:
    """Take back a decision; the ledger keeps both.

    Example: forewarned lessons undo 7
    """
    by = _opened()
    from forewarned.lessons.actions.undoing import undo_any

    undo_any(judgement=judgement, by=by)
    say("Taken back.")


def _opened() -> str:
    """Who decides. The store is opened: only then can the actions, which need its models, be imported."""
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    return settings().actor


def _remembered(made: int | list[int]) -> None:
    numbers = [str(one) for one in made] if isinstance(made, list) else [str(made)]
    several = "s" if len(numbers) > 1 else ""
    say(f"Remembered, as decision{several} {', '.join(numbers)}. `forewarned lessons undo` takes it back.")
