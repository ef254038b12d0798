"""Which source's word is taken for each field of a report, and in what order. Pure.

As published comes before as corrected, and both before as tidied by a model; whatever is not taken is
still kept as a reading and shown beside what was (``forewarned report REF``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forewarned.organisations.values import LONGEST_LIST
from forewarned.reports.reading import Json

FIRST_WORDS = 4000
"""Characters of a document by which it is told what it is."""
ADDRESSEES = ("sent_to", "sent_to_corrected", "sent_to_tidied")
"""Fields that name addressees: as published, as corrected, as tidied by a model."""
KINDS = ("page", "document", "register", "tracker", "listing", "snapshots", "texts", "toolkit", "feed")
"""Kinds of source, most trusted first."""
PREFERRED: Mapping[str, tuple[str, ...]] = {
    "coroner_name": ("coroner_name_corrected", "coroner_name"),
    "coroner_area": ("coroner_area_corrected", "coroner_area"),
}
"""Fields whose hand-corrected form is better to group by: "ME Hassell" and "Mary Hassell" are one coroner."""


@dataclass(frozen=True, slots=True)
class Said:
    """A stored reading, as a value: where it comes from, when that was seen, and what it says."""

    kind: str
    event: str
    observed_on: date
    row: int
    import_id: int
    values: Mapping[str, Json]
    retired: bool = False
    """A later file of its kind no longer says this: it tells what was known before, and nothing of today."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The value taken for a field, with the reading it comes from."""

    value: Json
    said: Said


@dataclass(frozen=True, slots=True)
class Version:
    """An addressee field as one source gave it, and the days on which that was what was known."""

    text: str
    source: str
    known_from: date | None
    known_until: date | None


def current(readings: Sequence[Said]) -> list[Said]:
    """Those in force, and of each source that no longer has the report the last that it said: it still stands."""
    stating = {said.kind for said in readings if not said.retired and said.event == "state"}
    last: dict[str, Said] = {}
    for said in readings:
        if said.retired and said.event == "state" and said.kind not in stating:
            last[said.kind] = max(last.get(said.kind, said), said, key=lambda one: (one.observed_on, one.import_id))
    return [said for said in readings if not said.retired or said is last.get(said.kind)]


def rank(said: Said) -> tuple[int, int]:
    """Sort key: most trusted source first, newest first within it."""
    order = KINDS.index(said.kind) if said.kind in KINDS else len(KINDS)
    return order, -said.observed_on.toordinal()


def choose(readings: Iterable[Said], field: str) -> Choice | None:
    """The value of ``field`` from the most trusted source that has one."""
    ranked = sorted(readings, key=rank)
    for name in PREFERRED.get(field, (field,)):
        for said in ranked:
            if name in said.values:
                return Choice(said.values[name], said)
    return None


def chosen_date(readings: Iterable[Said], field: str) -> date | None:
    choice = choose(readings, field)
    return date.fromisoformat(str(choice.value)) if choice else None


def chosen_text(readings: Iterable[Said], field: str) -> str:
    choice = choose(readings, field)
    return str(choice.value) if choice else ""


def published_on(readings: Sequence[Said], baseline: date | None) -> date | None:
    """The earliest day on which a source says that the report was public.

    ``baseline`` is the day of the first snapshot: what it shows was public on some day before.
    """
    days = [day for said in readings if (day := _day(said.values.get("date_added")))]
    days += [
        said.observed_on
        for said in readings
        if said.event == "first_seen" and (baseline is None or said.observed_on > baseline)
    ]
    if days:
        return min(days)
    return chosen_date(readings, "date_of_report") or min((said.observed_on for said in readings), default=None)


def _day(value: Json) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def addressee_versions(
    readings: Sequence[Said],
    *,
    public_from: date | None,
    is_event: Callable[[date], bool],
    earlier: Sequence[Said] = (),
) -> list[Version]:
    """The addressee field through time, oldest first; the last one is what is known now.

    ``earlier``: retired readings, so that what a file said before a later one is still what was known then.
    The words on the page hold from the day it was public, or until a later look at it found others. Where no
    source kept them, the Tracker's corrections are followed as its snapshots show them. A first text that
    comes from a whole register, the first snapshot or a day of re-correction (``is_event`` says no) is not
    news of the world, so it holds from publication. A field that holds another text names nobody: what was said
    before, or elsewhere, stands.
    """
    readings = [_naming(said, earlier) for said in readings]
    earlier = [_naming(said, ()) for said in earlier]
    page = _page_words(readings, earlier)
    if page:
        later = [day for day, _ in page[1:]]
        return [
            Version(text, "page", start, end)
            for (_, text), start, end in zip(page, [public_from, *later], [*later, None], strict=True)
        ]
    steps = _corrections([*readings, *earlier])
    if not steps:
        tidied = chosen_text(readings, "sent_to_tidied")
        return [Version(tidied, "toolkit", public_from, None)] if tidied else []
    starts = [day for day, _, _ in steps]
    first_day, _, from_snapshot = steps[0]
    if not (from_snapshot and is_event(first_day)):
        starts[0] = min(filter(None, (public_from, first_day)))
    ends: list[date | None] = [*starts[1:], None]
    return [
        Version(text, "corrected", start, end)
        for (_, text, _), start, end in zip(steps, starts, ends, strict=True)
        if end is None or end > start
    ]


def is_letter(text: Json) -> bool:
    """Whether a field is too long to be a list of addressees: most likely a letter."""
    return len(str(text or "")) > LONGEST_LIST


def _naming(said: Said, earlier: Sequence[Said]) -> Said:
    """With what its source said before in the place of a letter, or nothing."""
    letters = [name for name in ADDRESSEES if is_letter(said.values.get(name))]
    if not letters:
        return said
    values = {name: value for name, value in said.values.items() if name not in letters}
    for name in letters:
        lists = [one for one in earlier if one.kind == said.kind and one.values.get(name)]
        lists = [one for one in lists if not is_letter(one.values[name])]
        if lists:
            values[name] = max(lists, key=lambda one: one.observed_on).values[name]
    return replace(said, values=values)


def _page_words(readings: Iterable[Said], earlier: Iterable[Said]) -> list[tuple[date, str]]:
    """The words of the source that is taken, each with the day it was first seen to say so."""
    choice = choose((said for said in readings if said.kind in ("page", "register")), "sent_to")
    if choice is None:
        return []
    before = [said for said in earlier if said.kind == choice.said.kind and "sent_to" in said.values]
    steps: list[tuple[date, str]] = []
    for said in (*sorted(before, key=lambda said: said.observed_on), choice.said):
        text = str(said.values["sent_to"])
        if not steps or steps[-1][1] != text:
            steps.append((said.observed_on, text))
    return steps


def _corrections(readings: Iterable[Said]) -> list[tuple[date, str, bool]]:
    """Each different corrected text: the day it was seen, the words, and whether a snapshot showed it."""
    seen = sorted(
        (said for said in readings if "sent_to_corrected" in said.values),
        key=lambda said: (said.observed_on, said.event != "first_seen", said.row),
    )
    # The last of a day wins: some days first undo a correction and then make it again.
    by_day = {said.observed_on: (str(said.values["sent_to_corrected"]), said.kind == "snapshots") for said in seen}
    steps: list[tuple[date, str, bool]] = []
    for day, (text, from_snapshot) in by_day.items():
        if not steps or steps[-1][1] != text:
            steps.append((day, text, from_snapshot))
    return steps


def documents(readings: Sequence[Said]) -> list[tuple[str, str]]:
    """Address and name of every document published with the report, in page order, each once."""
    found: dict[str, str] = {}
    page = choose(readings, "documents")
    if page and isinstance(page.value, list):
        for item in page.value:
            if isinstance(item, dict) and item.get("url"):
                found.setdefault(str(item["url"]), str(item.get("name") or ""))
    for field in ("pdf_url", "reply_urls"):
        choice = choose(readings, field)
        if choice:
            urls = choice.value if isinstance(choice.value, list) else [choice.value]
            for url in urls:
                found.setdefault(str(url), "")
    for said in readings:
        if said.event == "response" and said.values.get("url"):
            found.setdefault(str(said.values["url"]), "")
    return list(found.items())


def first_words(readings: Sequence[Said]) -> dict[str, str]:
    """Address to first words, of the documents whose text was read: they tell what it is, and a letter's date."""
    return {
        str(said.values["url"]): str(said.values.get("response") or said.values.get("text") or "")[:FIRST_WORDS]
        for said in readings
        if said.values.get("url") and ("response" in said.values or "text" in said.values)
    }
