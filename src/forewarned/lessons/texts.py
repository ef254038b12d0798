"""Which words of a report or response are read: of every section the most trusted source's, with where they stand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forewarned.reports.chosen import Said, choose

SECTIONS = ("investigation", "circumstances", "concerns")
TEXT_KINDS = ("document", "page", "texts", "toolkit")
"""Kinds of source that hold sections, most trusted first (reports.chosen)."""

TIDIED = "pfd-toolkit"
"""What section texts say of themselves (``text_source``) where a language model tidied them."""
TIDIED_NOTE = "tidied by a language model: not the coroner’s exact words"


def is_tidied(kind: str, text_source: object) -> bool:
    """Whether a language model may have changed the words; so unless the source says that they are as printed.

    ``kind`` of source, and what it says of its text, ``None`` for nothing.
    """
    return kind == "toolkit" or (kind == "texts" and (TIDIED if text_source is None else text_source) == TIDIED)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one report: its sections, the reading that each is taken from, and one hash over them."""

    sections: Mapping[str, str]
    readings: Mapping[str, int]
    source: str


def words_of(said: Iterable[tuple[int, Said]]) -> Words:
    """The sections taken from a report's readings in force, given with their ids."""
    said = list(said)
    ids = {id(one): pk for pk, one in said}
    words = [one for _, one in said]
    sections, readings = {}, {}
    for name in SECTIONS:
        choice = choose(words, name)
        if choice is not None and isinstance(choice.value, str) and choice.value.strip():
            sections[name] = choice.value
            readings[name] = ids[id(choice.said)]
    return Words(sections, readings, hash_of(sections))


def matter_names(numbers: Sequence[str]) -> tuple[str, ...]:
    """What each matter of a report is called, in order, given the numbers as printed (``(2)``, ``b.``, ``""``).

    Its number without brackets where every matter has one of its own; else, as where all have the same bullet, its
    place: ``1``, ``2``…
    """
    names = tuple(number.strip("().[]: \t").lower() for number in numbers)
    own = all(any(letter.isalnum() for letter in name) for name in names) and len(set(names)) == len(names)
    return names if own else tuple(str(place) for place in range(1, len(numbers) + 1))


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A span, wider where it begins or ends inside a word: a rule may have met only the beginning of one."""
    while start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1 : end].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def hash_of(value: object) -> str:
    """Hex SHA-256 of a value as JSON, the same for the same value."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def matter_key(report_key: str, text: str, occurrence: int = 0) -> str:
    """The key of a matter: of its report and its words, so that reading the same words again gives the same key.

    ``occurrence`` tells words apart that stand in one report more than once, from 0.
    """
    return _key("m", report_key, text, occurrence)


def promise_key(response: str, text: str, occurrence: int = 0) -> str:
    """The key of a promise: of the response it stands in and its words."""
    return _key("p", response, text, occurrence)


def _key(mark: str, where: str, text: str, occurrence: int) -> str:
    plain = " ".join(text.split())
    return mark + hashlib.sha256(f"{where}\n{plain}\n{occurrence}".encode()).hexdigest()[:15]
