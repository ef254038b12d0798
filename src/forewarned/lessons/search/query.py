"""What a person typed, read as clauses. Nothing that can be typed is refused: what cannot be read is plain words.

    observation "one to one" theme:staffing organisation:"Example Trust" since:2018 -prison leave OR absconded

Words and phrases must all be found, those joined by OR in any one; ``-`` leaves out. Fields: kind, theme, area,
organisation, ref, title, year, since, until.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from forewarned.lessons.search.values import Note
from forewarned.lessons.search.years import read_days

LONGEST = 1_000
MOST_CLAUSES = 32
FIELDS = {
    "area": "area", "kind": "kind", "type": "kind", "theme": "theme", "themes": "theme", "title": "title",
    "organisation": "organisation", "organisations": "organisation", "organization": "organisation",
    "org": "organisation", "ref": "ref", "reference": "ref", "year": "year",
    "since": "since", "from": "since", "until": "until", "to": "until",
}  # fmt: skip
"""What people call a field, and the field."""
DATED = frozenset({"year", "since", "until"})
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
TERM = re.compile(
    r"""(?P<minus>[-–−](?=[^\s-]))?"""
    r"""(?:(?P<field>[^\W\d_]+):(?=[^\s:/]))?"""
    r"""(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))"""
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word, phrase or field with its value. ``text`` is what was typed, without quotes and minus."""

    kind: Literal["word", "phrase", "field"]
    text: str
    field: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """``all_of``: every group must be met, by any one of its terms; ``none_of``: what a hit must not have."""

    all_of: tuple[tuple[Term, ...], ...] = ()
    none_of: tuple[Term, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def words(self) -> str:
        """The words and phrases asked for, as one text (what is compared by meaning)."""
        return " ".join(term.text for group in self.all_of for term in group if term.kind != "field")


def parse(typed: str) -> Query:
    """Read what was typed. Never raises; ``notes`` say what was read otherwise than it may have been meant."""
    notes: list[Note] = []
    text = typed.translate(QUOTES)
    if len(text) > LONGEST:
        text = text[:LONGEST]
        notes.append(Note("too_long", f"Only the first {LONGEST} characters were read."))
    if text.count('"') % 2:
        text = text.replace('"', " ")
        notes.append(Note("open_quote", "A quotation mark is not closed: read as plain words."))
    groups: list[list[Term]] = []
    none_of: list[Term] = []
    joined = False
    for found in TERM.finditer(text):
        if found["plain"] == "OR" and not found["minus"] and not found["field"]:
            joined = bool(groups)
            continue
        if found["plain"] == "AND" and not found["minus"] and not found["field"]:
            continue
        terms = _terms_of(found, notes)
        if found["minus"]:
            none_of += terms
        elif joined and terms and groups:
            groups[-1].append(terms[0])
            groups += [[term] for term in terms[1:]]
        else:
            groups += [[term] for term in terms]
        joined = False
    if sum(map(len, groups)) + len(none_of) > MOST_CLAUSES:
        groups, none_of = groups[:MOST_CLAUSES], none_of[:MOST_CLAUSES]
        groups = [group[:MOST_CLAUSES] for group in groups]
        notes.append(Note("too_many", f"Only the first {MOST_CLAUSES} words were read. For a whole text, use similar."))
    return Query(tuple(tuple(group) for group in groups), tuple(none_of), tuple(notes))


def _terms_of(found: re.Match[str], notes: list[Note]) -> list[Term]:
    """The terms of one stretch of the query: one, or more where a field is not one and its value is read as words."""
    value = found["quoted"] if found["quoted"] is not None else found["plain"] or ""
    quoted = found["quoted"] is not None
    value = value if quoted else value.strip()
    if not any(character.isalnum() for character in value):
        return []
    name = found["field"] or ""
    if not name:
        return [_plain(value, quoted)]
    field = FIELDS.get(name.casefold(), "")
    if not field:
        notes.append(Note("no_field", f"There is no field “{_short(name)}”: read as plain words."))
        return [_plain(name, False), _plain(value, quoted)]
    if field in DATED and read_days(value) is None:
        notes.append(Note("no_date", f"“{_short(value)}” after “{field}:” is no year or date: read as plain words."))
        return [_plain(name, False), _plain(value, quoted)]
    return [Term("field", value, field, quoted)]


def _plain(value: str, quoted: bool) -> Term:
    return Term("phrase" if quoted else "word", value, quoted=quoted)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
