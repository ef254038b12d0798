"""What became of each duty: received or not, when, when it was published, and what it promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forewarned.world.dice import Dice
from forewarned.world.models import Concern, Document, Promise, Response, WorldBody
from forewarned.world.names import file_words
from forewarned.world.stories import Story
from forewarned.world.themes import LESSONS

AS_OF = date(2025, 12, 15)
LISTS = (date(2023, 7, 1), date(2024, 1, 1), date(2024, 7, 1), date(2025, 1, 1), date(2025, 7, 1))
"""Days of the official six-monthly lists of people who had not responded."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The report as its responses need it."""

    ref: str
    added: date
    due: date
    concerns: tuple[Concern, ...]
    site: str
    story: Story | None


def answer(dice: Dice, asked: Asked, body: WorldBody, lead: bool) -> tuple[Response, tuple[Document, ...]]:
    """One body's response to one report, with the documents it put on the page."""
    wish = asked.story.answer if asked.story and lead else ""
    received = _received(dice, asked, body, wish)
    published = _published(dice, asked, received, wish)
    if received and received > AS_OF:
        received = None
    if received is None:
        timely = "not_yet" if asked.due > AS_OF else "never"
        return Response(body.key, asked.due, None, None, None, None, timely), ()
    timely = "on_time" if received <= asked.due else "late"
    dated = received - timedelta(days=dice.between(0, 3))
    promises = _promises(dice, asked, dated, lead)
    extra = asked.story.documents if asked.story and lead else ""
    documents = _documents(dice, asked, body, published, extra)
    names = tuple(document.name for document in documents)
    made = Response(body.key, asked.due, received, dated, published, None, timely, names, promises)
    return made, documents


def _received(dice: Dice, asked: Asked, body: WorldBody, wish: str) -> date | None:
    """The day the response reached the coroner, ``None`` if never; may lie after the world's last day."""
    answered, prompt = dice.chance(body.answers), dice.chance(body.on_time)
    early, late = dice.between(1, 25), dice.between(1, 140)
    if wish in ("never", "listed") or (not wish and not answered):
        return None
    if wish == "boundary":
        return asked.due
    if wish == "listed_then_answered":
        listing = next(day for day in LISTS if day > asked.due + timedelta(days=30))
        return listing + timedelta(days=20 + early)
    if wish == "on_time" and _certain(asked):
        return asked.due - timedelta(days=early + 12)
    if wish == "on_time" or (wish != "late" and prompt):
        return asked.due - timedelta(days=early)
    return asked.due + timedelta(days=late)


def _certain(asked: Asked) -> bool:
    """Stories in which the response is on the page, and in a snapshot, before the due date."""
    return asked.story is not None and asked.story.name in ("answered_on_time", "extended")


def _published(dice: Dice, asked: Asked, received: date | None, wish: str) -> date | None:
    shown, lag = dice.chance(0.94), dice.between(2, 60)
    if received is None or wish == "unpublished" or not (shown or wish):
        return None
    if wish == "on_time" and _certain(asked):
        lag = 2
    day = max(received + timedelta(days=lag), asked.added)
    return day if day <= AS_OF else None


def _documents(dice: Dice, asked: Asked, body: WorldBody, published: date | None, extra: str) -> tuple[Document, ...]:
    """The response as a file, and what some bodies send with it. Names as the site's editors write them."""
    word = "Response-by" if asked.added.year < 2017 else ("Response-from" if dice.chance(0.93) else "response-form")
    who = file_words(body.aliases[0] if body.aliases and dice.chance(0.25) else body.name)
    stem = f"{file_words(asked.ref)}-" if asked.ref else ""
    # The folder repeats the month the report was added, not the month the response came.
    folder = f"{asked.site}/wp-content/uploads/{asked.added:%Y/%m}/"
    named = [("response", f"{stem}{word}-{who}", f"Response from {body.name}")]
    if extra == "appendix":
        named.append(("covering_letter", f"{stem}Covering-letter-from-{who}", f"Covering letter from {body.name}"))
        named.append(("appendix", f"{stem}Appendix-1-and-2", "Appendix 1 and 2"))
    elif dice.chance(0.04):
        named.append(("appendix", f"{stem}{who}-Appendix-A-action-plan", "Appendix A: action plan"))
    head = f"{asked.ref} - " if asked.ref else ""
    return tuple(
        Document(kind, f"{name}.pdf", f"{folder}{name}.pdf", f"{head}{title}", (body.key,), published)
        for kind, name, title in named
    )


def _promises(dice: Dice, asked: Asked, dated: date, lead: bool) -> tuple[Promise, ...]:
    """The lead body answers every concern, or explains; a co-addressee usually answers one."""
    chosen: Sequence[Concern] = asked.concerns if lead else asked.concerns[:1]
    made = []
    for concern in chosen:
        lesson = LESSONS[concern.lesson]
        kind = dice.weighted([(4.0, "taken"), (2.0, "planned"), (1.0, "underway"), (1.0, "considered"), (1.0, "none")])
        if kind == "taken":
            made.append(Promise(concern.number, kind, dice.pick(lesson.taken)))
        elif kind == "planned":
            made.append(_planned(dice, concern.number, dice.pick(lesson.planned), dated))
        elif kind == "underway":
            made.append(Promise(concern.number, kind, f"Work has begun. {dice.pick(lesson.planned)} in stages."))
        elif kind == "considered":
            made.append(
                Promise(concern.number, kind, "We are considering what further change would be of benefit here.")
            )
    return tuple(made)


def _planned(dice: Dice, number: int, words: str, dated: date) -> Promise:
    """A proposed action; about one in five gives no date (``no_timetable`` in the domain note)."""
    if dice.chance(0.2):
        return Promise(number, "planned", f"{words}.")
    months = dice.pick((3, 6, 9, 12))
    due = dated + timedelta(days=30 * months)
    return Promise(number, "planned", f"{words} by {long_date(due)}.", due)


MONTHS = "January February March April May June July August September October November December".split()


def long_date(day: date) -> str:
    """``4 March 2024``: written out here because ``strftime`` month names follow the machine's locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
