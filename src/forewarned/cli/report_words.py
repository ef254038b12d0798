"""What was read in the words of a report and of the responses to it, in short, for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from forewarned.cli.faces import exact, say, short, shown

if TYPE_CHECKING:
    from forewarned.lessons.questions.told import FactTold, MatterTold, ReportTold, ResponseTold, SpanTold

WORDS = 200
"""Characters of a matter or a promise that are shown."""


def show_words(told: ReportTold) -> None:
    """Facts in a line; each matter with its themes and lesson; each response with its promises and refusals."""
    say("What its words say, as far as a program read them (it can be wrong)")
    if not told.read_by:
        say("  They are not held here, or wait to be read: what it warns of is not known.")
    for note in told.notes:
        say(f"  Note: {note}.")
    if told.facts:
        say(f"  {_facts(told.facts)}")
    for one in told.matters:
        if one.line.kind == "matter":
            _matter(one)
    for response in told.responses:
        _response(response)
    if told.read_by and not told.responses:
        say("  The words of no response to it are held here: what was answered is not known.")
    if told.read_by:
        say("  Every span, with what found it and how surely: use --json.")
    say("")


def _facts(facts: Sequence[FactTold]) -> str:
    """Each thing and its values, the surest first: ``age: 31; date of death: 2018-12-02``."""
    values: dict[str, dict[str, None]] = {}
    for one in sorted(facts, key=lambda fact: -fact.score):
        values.setdefault(one.name.replace("_", " "), {})[one.value.replace("_", " ")] = None
    return "; ".join(f"{name}: {' or '.join(found)}" for name, found in sorted(values.items())) + "."


def _matter(one: MatterTold) -> None:
    page = f", page {one.page}" if one.page else ""
    say(f"  Matter {one.name}{page}: “{short(one.line.text, WORDS)}”{exact(one.line.tidied)}")
    themes = ", ".join(f"{theme.code}{' (said by a person)' if theme.people else ''}" for theme in one.line.themes)
    say(f"    themes: {themes or 'none found'}; lesson: {one.line.lesson or 'shared with no other matter'}")


def _response(one: ResponseTold) -> None:
    from forewarned.lessons.promises.values import note_of_another

    who = one.organisation or one.respondent or "a body that is not known"
    word = "published by" if one.said_on_basis == "published" else "of"
    say(f"  Response of {who}, {word} {shown(one.said_on) if one.said_on else 'a day not known'} ({one.file})")
    for note in one.notes:
        say(f"    Note: {note}.")
    for span in sorted((*one.promises, *one.refusals), key=lambda each: each.start):
        say(f"    {_what(span)}: “{short(span.words, WORDS)}”")
    if not (one.promises or one.refusals or one.not_read):
        say("    No promise and no refusal was found in it.")
    if one.silent_on:
        say(f"    No promise and no refusal was placed on matter {', '.join(one.silent_on)}; words like it were found.")
    if one.unanswered and not note_of_another(one.notes):
        say(f"    No words were found on matter {', '.join(one.unanswered)}.")


def _what(span: SpanTold) -> str:
    from forewarned.lessons.promises.values import SAID_DONE

    called = "Action" if span.status in SAID_DONE else "Promise"
    said = f"{called} {span.key}, {span.status.replace('_', ' ')}" if span.key else "Refusal"
    return f"{said}, on matter {', '.join(span.matters)}" if span.matters else said
