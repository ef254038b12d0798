"""Does a report meet a query? Yes, no or not known, with the words that made it so, and what a near miss lacked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from forewarned.lessons.screen.query import Age, All, Any, Condition, Has, Not, Query, When
from forewarned.lessons.screen.words import CODES, EXCLUSIVE
from forewarned.lessons.texts import whole_words
from forewarned.lessons.values import Case, Fact

YES, NO, NOT_KNOWN = "yes", "no", "not_known"
_OPPOSITE = {YES: NO, NO: YES, NOT_KNOWN: NOT_KNOWN}
SECTIONS = ("investigation", "circumstances", "concerns")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What decided one condition. ``source`` names the text that ``start:end`` are offsets into: a section's name,
    ``matter <key>``, or a field of the report (``date_of_report``, ``category``…), for which ``words`` is the value."""

    condition: str
    answer: str
    words: str
    source: str
    start: int
    end: int
    found_by: str
    score: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """``because`` holds evidence for the answer (yes: of what is met; else: of what is not). ``near_miss`` is empty
    unless exactly one condition stands between the report and a yes."""

    answer: str
    because: tuple[Evidence, ...]
    near_miss: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    answer: str
    evidence: tuple[Evidence, ...]
    lacking: tuple[str, ...]
    """Why it is no yes: one line a condition that would have to change."""


def judge(query: Query, case: Case) -> Verdict:
    """Whether the case meets the query, in three answers: what is not found in a report is not known, never a no.

    A no needs evidence against: another age, another sex, a conclusion that is something else, a whole text without
    the phrase, matters that were all read without the theme.
    """
    found = _judge(query, case, True)
    near = found.lacking[0] if found.answer != YES and len(found.lacking) == 1 and _parts(query) > 1 else ""
    return Verdict(found.answer, found.evidence, near)


def _parts(query: Query) -> int:
    if isinstance(query, All | Any):
        return sum(_parts(part) for part in query.parts)
    return _parts(query.part) if isinstance(query, Not) else 1


def _judge(query: Query, case: Case, wanted: bool) -> _Found:
    """``wanted`` is False below a not: then a no is what is hoped for."""
    if isinstance(query, Not):
        inner = _judge(query.part, case, not wanted)
        return _Found(_OPPOSITE[inner.answer], inner.evidence, inner.lacking)
    if isinstance(query, All | Any):
        return _joined(query, [_judge(part, case, wanted) for part in query.parts], wanted)
    answer, evidence = _condition(query, case)
    lacking = () if answer == (YES if wanted else NO) else (_lack(query, answer, evidence, wanted),)
    return _Found(answer, evidence, lacking)


def _joined(query: All | Any, parts: list[_Found], wanted: bool) -> _Found:
    decisive, other = (NO, YES) if isinstance(query, All) else (YES, NO)
    answers = {part.answer for part in parts}
    answer = decisive if decisive in answers else NOT_KNOWN if NOT_KNOWN in answers else other
    telling = [part for part in parts if part.answer == answer] or parts
    evidence = tuple(item for part in telling for item in part.evidence)
    if answer == (YES if wanted else NO):
        return _Found(answer, evidence, ())
    if isinstance(query, All) == wanted:
        return _Found(answer, evidence, tuple(line for part in parts for line in part.lacking))
    # One of several would do: the nearest is the one that lacks least.
    return _Found(answer, evidence, min((part.lacking for part in parts), key=len))


def _lack(query: Condition, answer: str, evidence: tuple[Evidence, ...], wanted: bool) -> str:
    named = str(query) if wanted else f"not {query}"
    if not evidence:
        return f"{named}: {'not known; the report does not say' if answer == NOT_KNOWN else _no(query)}"
    return f"{named}: {answer.replace('_', ' ')}; the report says “{evidence[0].words}”"


def _no(query: Condition) -> str:
    """A no that no words of the report carry: what was read of it to be sure."""
    field = query.field if isinstance(query, Has) else ""
    if field == "theme":
        return "no; all its matters of concern were read, and none has it"
    if field in ("text", *SECTIONS):
        return "no; the words stand nowhere in what was read"
    return "no; what was read says otherwise"


def _condition(query: Condition, case: Case) -> tuple[str, tuple[Evidence, ...]]:
    if isinstance(query, Age):
        return _age(query, case)
    if isinstance(query, When):
        return _when(query, case)
    if query.field in CODES:
        return _code(query, case)
    if query.field == "theme":
        return _theme(query, case)
    if query.field in ("area", "organisation", "category", "ref"):
        return _field(query, case)
    return _phrase(query, case)


def _of(fact: Fact, query: Condition, answer: str, case: Case) -> Evidence:
    section = case.sections.get(fact.section, "")
    start, end = whole_words(section, fact.start, fact.end) if section else (fact.start, fact.end)
    return Evidence(
        str(query), answer, section[start:end] or fact.value, fact.section, start, end, fact.found_by, fact.score
    )


def _facts(case: Case, name: str) -> list[Fact]:
    return sorted((fact for fact in case.facts if fact.name == name), key=lambda fact: -fact.score)


def _bounds(value: str) -> tuple[int, int]:
    """The lowest and highest age that a fact's value allows."""
    match = re.fullmatch(r"(<=|>=|<|>)?(\d{1,3})", value)
    if match is None:
        return 0, 150
    number = int(match[2])
    return {"<": (0, number - 1), "<=": (0, number), ">": (number + 1, 150), ">=": (number, 150)}.get(
        match[1] or "", (number, number)
    )


def _age(query: Age, case: Case) -> tuple[str, tuple[Evidence, ...]]:
    low = 0 if query.low is None else query.low
    high = 150 if query.high is None else query.high
    answers: list[tuple[str, Evidence]] = []
    for fact in _facts(case, "age"):
        first, last = _bounds(fact.value)
        answer = YES if low <= first and last <= high else NO if last < low or first > high else NOT_KNOWN
        answers.append((answer, _of(fact, query, answer, case)))
    # Where several people died, one of them is enough.
    for wanted in (YES, NOT_KNOWN, NO):
        held = tuple(evidence for answer, evidence in answers if answer == wanted)
        if held:
            return wanted, held
    return NOT_KNOWN, ()


def _code(query: Has, case: Case) -> tuple[str, tuple[Evidence, ...]]:
    facts = _facts(case, query.field)
    held = [fact for fact in facts if fact.value == query.value]
    if held:
        return YES, tuple(_of(fact, query, YES, case) for fact in held[:2])
    if query.field == "suicide":
        decided = [fact for fact in facts if fact.value in (YES, NO)]
        answer = NO if decided or query.value == NOT_KNOWN else NOT_KNOWN
        return answer, tuple(_of(fact, query, answer, case) for fact in facts[:1])
    if facts and (query.field in EXCLUSIVE or _another_conclusion(query, facts)):
        return NO, (_of(facts[0], query, NO, case),)
    return NOT_KNOWN, ()


def _another_conclusion(query: Has, facts: list[Fact]) -> bool:
    """A short-form conclusion rules the others out; a narrative or a rider of neglect may stand beside any."""
    if query.field != "conclusion" or query.value in ("narrative", "neglect"):
        return False
    return any(fact.value not in ("narrative", "neglect") for fact in facts)


def _when(query: When, case: Case) -> tuple[str, tuple[Evidence, ...]]:
    if query.of == "report":
        if case.date_of_report is None:
            return NOT_KNOWN, ()
        first = last = case.date_of_report
        base = Evidence(str(query), "", first.isoformat(), "date_of_report", 0, 0, "register", 1.0)
    else:
        facts = _facts(case, "date_of_death")
        if not facts:
            return NOT_KNOWN, ()
        year, month, day = (int(part) for part in (facts[0].value + "-0").split("-")[:3])
        first = date(year, month, day or 1)
        last = first if day else date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
        base = _of(facts[0], query, "", case)
    low, high = query.first or date.min, query.last or date.max
    answer = YES if low <= first and last <= high else NO if last < low or first > high else NOT_KNOWN
    return answer, (replace(base, answer=answer),)


def _theme(query: Has, case: Case) -> tuple[str, tuple[Evidence, ...]]:
    held: list[Evidence] = []
    for matter in case.matters:
        for theme in matter.themes:
            if theme.code == query.value:
                start, end = whole_words(matter.text, *theme.words[0]) if theme.words else (0, len(matter.text))
                source = f"matter {matter.key}"
                words = matter.text[start:end]
                held.append(Evidence(str(query), YES, words, source, start, end, theme.found_by, theme.score))
    if held:
        return YES, tuple(held)
    read = bool(case.matters) and all(matter.themes for matter in case.matters)
    return (NO if read else NOT_KNOWN), ()


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


def _field(query: Has, case: Case) -> tuple[str, tuple[Evidence, ...]]:
    values = {
        "organisation": case.organisations,
        "category": case.categories,
        "ref": (case.ref,) if case.ref else (),
        # A register's own fields that `Case` has no place for come as facts without a section.
        "area": tuple(fact.value for fact in case.facts if fact.name == "area"),
    }[query.field]
    wanted = _squeezed(query.value)
    for value in values:
        if re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", _squeezed(value)):
            return YES, (Evidence(str(query), YES, value, query.field, 0, len(value), "register", 1.0),)
    if not values:
        return NOT_KNOWN, ()
    first = values[0]
    return NO, (Evidence(str(query), NO, first, query.field, 0, len(first), "register", 1.0),)


def _phrase(query: Has, case: Case) -> tuple[str, tuple[Evidence, ...]]:
    words = [re.escape(word) for word in query.value.replace("’", "'").split()]
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(words).replace("'", "['’]") + r"(?!\w)", re.I)
    if query.field == "cause":
        facts = _facts(case, "cause")
        held = [fact for fact in facts if pattern.search(fact.value)]
        answer = YES if held else NO if facts else NOT_KNOWN
        return answer, tuple(_of(fact, query, answer, case) for fact in (held or facts)[:1])
    names = SECTIONS if query.field == "text" else (query.field,)
    found: list[Evidence] = []
    for name in names:
        text = case.sections.get(name, "")
        for match in list(pattern.finditer(text))[:3]:
            found.append(Evidence(str(query), YES, match[0], name, *match.span(), "phrase", 1.0))
    if found:
        return YES, tuple(found)
    # A section that is missing may have held the words.
    return (NO if all(case.sections.get(name) for name in names) else NOT_KNOWN), ()
