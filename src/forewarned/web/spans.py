"""A report's words with everything that was read in them, as a page shows it: verbatim, nothing dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from forewarned.lessons.counts import many
from forewarned.lessons.promises.values import SAID_DONE, note_of_another
from forewarned.lessons.questions.told import FactTold, MatterTold, ReportTold, ResponseTold, SpanTold
from forewarned.web.marking import Mark, Node, nested
from forewarned.web.matter_words import FACTS, PARTS, fact_value, on_pages
from forewarned.web.promise_words import STATUSES, called
from forewarned.web.words import FIELDS, SOURCES

MOST_SHOWN = 60_000
"""Characters of all responses together that one page shows whole; of those beyond, what was read is listed."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a section: ``lead`` (a printed number) and ``nodes`` join to its words. ``kind`` blank: as it is."""

    kind: str
    label: str
    matter: MatterTold | None
    lead: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact in the list, and the place in the text that its link leads to."""

    anchor: str
    name: str
    value: str
    words: str
    where: str
    found_by: str
    score: float


@dataclass(frozen=True, slots=True)
class SpanRow:
    """A promise or a refusal in the list under a response. ``on``: the matters it is on, with the keys of each."""

    told: SpanTold
    what: str
    anchor: str
    on: tuple[tuple[str, str], ...]

    @property
    def called(self) -> str:
        """Action, Promise or Refusal."""
        return called(self.told.status) if self.told.key else "Refusal"


@dataclass(frozen=True, slots=True)
class ResponseShown:
    """A response with its spans. ``nodes`` is empty where the page would be too long."""

    told: ResponseTold
    who: str
    source: str
    pages: str
    spans: tuple[SpanRow, ...]
    left_out: tuple[tuple[str, str], ...]
    silent_on: tuple[tuple[str, str], ...]
    nodes: tuple[Node, ...]

    def sentence(self) -> str:
        """What was read in it: actions that it says were taken, promises, refusals."""
        refusals = "place where it says that nothing will be done", "places where it says that nothing will be done"
        return counted((*self.told.promises, *self.told.refusals), *refusals) or "no promise and no refusal"


def counted(spans: Iterable[SpanTold], refusal: str = "refusal", refusals: str = "refusals") -> str:
    """``2 actions taken, 1 promise and 1 refusal``; blank for none."""
    kinds = Counter("refusal" if not one.key else "taken" if one.status in SAID_DONE else "promise" for one in spans)
    names = (("taken", "action taken", "actions taken"), ("promise", "promise", ""), ("refusal", refusal, refusals))
    found = [many(kinds[kind], one, more) for kind, one, more in names if kinds[kind]]
    first = f"{', '.join(found[:-1])} and " if len(found) > 1 else ""
    return first + found[-1] if found else ""


def parts_of(text: str, marks: Sequence[Mark], matters: Sequence[MatterTold]) -> tuple[Part, ...]:
    """A section in its stretches; one whole where no stretch was read in these very words."""
    found: list[Part] = []
    place, before = 0, ""
    for one in sorted(matters, key=lambda each: each.line.start):
        line = one.line
        if line.start < place or text[line.start : line.end] != line.text:
            return (Part("", "", None, "", nested(text, marks)),)
        gap = text[place : line.start]
        lead = gap.lstrip()
        if blank := gap[: len(gap) - len(lead)]:
            found.append(Part("gap", "", None, "", (Node(blank),)))
        label = "" if line.kind == before else PARTS.get(line.kind, "")
        found.append(Part(line.kind, label, one, lead, nested(text, marks, line.start, line.end)))
        place, before = line.end, line.kind
    if place < len(text):
        found.append(Part("gap" if found else "", "", None, "", nested(text, marks, place)))
    return tuple(found)


def fact_anchors(told: ReportTold) -> list[tuple[str, FactTold]]:
    """Facts with the anchor of each in the text."""
    return [(f"fact-{number}", one) for number, one in enumerate(told.facts, start=1)]


def fact_marks(told: ReportTold, section: str) -> Iterator[Mark]:
    """Where in a section each fact stands."""
    for anchor, one in fact_anchors(told):
        if one.section == section:
            yield Mark(one.start, one.end, "fact", f"{_name(one)}: {fact_value(one.value)}", anchor)


def fact_rows(told: ReportTold, shown: Iterable[str]) -> tuple[FactRow, ...]:
    """The list of facts; of a section that is not ``shown`` in the words they were read in, without a place."""
    names = set(shown)
    return tuple(
        FactRow(
            anchor if one.section in names else "", _name(one), fact_value(one.value), one.words,
            FIELDS.get(one.section, one.section) + (f", page {one.page}" if one.page else ""), one.found_by, one.score,
        )
        for anchor, one in fact_anchors(told)
    )  # fmt: skip


def _name(one: FactTold) -> str:
    return FACTS.get(one.name, one.name.replace("_", " "))


def responses_of(told: ReportTold) -> tuple[ResponseShown, ...]:
    """Every response that was read, with its promises and refusals marked in its own words."""
    keys = {name: one.line.key for name, one in told.named().items()}
    room = MOST_SHOWN
    found = []
    for one in told.responses:
        rows = tuple(_span_rows(one, keys))
        marks = [_mark(row) for row in rows]
        whole = nested(one.text, marks) if 0 < len(one.text) <= room else ()
        room -= len(one.text) if whole else 0
        found.append(
            ResponseShown(
                told=one,
                who=one.organisation or one.respondent or "a body that is not known",
                source=SOURCES.get(one.kind, one.kind),
                pages=on_pages(one.pages),
                spans=rows,
                left_out=tuple((name, keys.get(name, "")) for name in left_out(one)),
                silent_on=tuple((name, keys.get(name, "")) for name in one.silent_on),
                nodes=whole,
            )
        )
    return tuple(found)


def left_out(told: ResponseTold) -> tuple[str, ...]:
    """Matters that a response leaves out; none where it may answer another report: it was not written on these."""
    return () if note_of_another(told.notes) else told.unanswered


def _mark(row: SpanRow) -> Mark:
    one = row.told
    href = f"/promises/{one.key}/" if one.key else ""
    return Mark(one.start, one.end, "promise" if one.key else "refusal", _label(row), row.anchor, href)


def _label(row: SpanRow) -> str:
    what = row.called.lower()
    return f"{what} on {matters_named([name for name, _ in row.on])}" if row.on else what


def _span_rows(told: ResponseTold, keys: dict[str, str]) -> Iterator[SpanRow]:
    for place, one in enumerate(sorted((*told.promises, *told.refusals), key=lambda each: each.start), start=1):
        what = STATUSES.get(one.status, one.status) if one.key else "says that nothing will be done"
        on = tuple((name, keys.get(name, "")) for name in one.matters)
        yield SpanRow(one, what, f"response-{told.number}-{place}", on)


def matters_named(names: Sequence[str]) -> str:
    """``matter 2``, ``matters 2 and 3``."""
    if len(names) < 2:
        return f"matter {names[0]}" if names else "no matter"
    return f"matters {', '.join(names[:-1])} and {names[-1]}"
