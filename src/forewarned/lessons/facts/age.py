"""How old the person was: in years, or a bound such as ``<18`` where the report only says pupil, baby, teenager."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from forewarned.lessons.facts.age_bounds import find_bound
from forewarned.lessons.facts.dates import DateFound, find_dates, whole_years
from forewarned.lessons.facts.passages import Cue, Reading, Sentence, best, cue, fact_at
from forewarned.lessons.values import Fact

RULE = "age-1"
EARLIER = f"{RULE} earlier"
FLOOR = 0.4
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_UNITS += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(_UNITS[1:])})"
_N = rf"(?P<n>\d{{1,3}}(?:\s?½|\.5)?|{_WORD})"

_OTHER = re.compile(
    r"\b(?:(?:his|her|their|the|\w+'s)\s+(?:\w+\s+)?(?:mother|father|brother|sister|wife|husband|partner|son|daughter|child|"
    r"children|baby|boyfriend|girlfriend|friend|uncle|aunt|grand\w+|niece|nephew|cousin|carer|driver|assailant|"
    r"perpetrator|"
    r"attacker|killer|neighbour)|another|other|assailant|perpetrator|who was also|a child|children|people|"
    r"persons|anyone|"
    r"patients|those|residents?|boys|girls|pupils|students|females|males|men|women|year olds)\W{1,3}(?:\w+\W+){0,3}$",
    re.I,
)
"""Of whom: other people's ages stand beside who they are."""
_ELSEWHEN = re.compile(
    r"(?:\b(?:since|from|to|until|till|by|before|after|when|under|over|below|above|between|at least|than|"
    r"history\W.{0,60}|"
    r"diagnosed\W.{0,60}|began\W.{0,50}|started\W.{0,50}|at) (?:the |she was |he was |they were |he |she |they |about |"
    r"around |approximately )*|[–-])$",
    re.I,
)
"""When: an age at another time is not the age at death."""
_AGO = re.compile(
    r"^\W{0,3}(?:and (?:over|under|above|below)|or (?:over|under|above|below|older|younger)|onwards?|ago)\b", re.I
)
_EVENT = re.compile(
    r"(?:\b(?:19|20)\d\d|\bas an?|\b(?:accident|diagnosed|referred|convicted|sentenced|arrested|charged|"
    r"assault\w*|moved|overdose|"
    r"incident|injury|arrived|first|began|started|left|illness)\b[^.]{0,25})[\s,(]*$",
    re.I,
)
"""An age at an event before the death: "referred in May 2012, aged 15", "after an accident aged 16"."""
_WHEN_ELSE = re.compile(
    r"^,? when (?!(?:s?he|they|\w+) (?:\w+ )?(?:died|passed|took|was (?:found|killed|struck|discovered)|were "
    r"(?:found|killed)|"
    r"killed|hanged|suffered|drowned|fell|jumped|ended))",
    re.I,
)
_BIRTHDAY = re.compile(r"\b(?P<n>\d{1,2})(?:st|nd|rd|th) birthday\W{1,3}(?:\w+\W+){0,3}$", re.I)
_BORN = re.compile(r"\b(?:born|d\.?o\.?b\.?|date of birth|birth date)\b[^.;\d]{0,25}$", re.I)
_BIRTH_WORDS = ("born", "birth", "dob", "d.o.b")
_CUES: tuple[Cue, ...] = (
    cue(
        "aged", 0.9, "age",
        rf"\b(?:aged about|aged|age at death|age)\s*(?:at death)?[:\s]*(?:of\s+)?{_N}\b(?!\s*(?:months?|weeks?|"
        rf"days?|hours?|minutes?))",
    ),
    cue("old", 0.9, "old|of age", rf"\b{_N}[- ]?(?:years?|yrs?|yr)[- ]?(?:s )?[- ]?(?:of age|old|olds?)\b"),
    cue(
        "was", 0.95, "when|at the|on the day",
        rf"\b(?:was|were|is|being) (?:just |only |then |aged )*{_N} (?:years? )?(?:when|at the (?:material "
        rf")?time|on the day)\b",
    ),
    cue("brackets", 0.6, "(|,", rf"(?<=[a-z]) ?[,(] ?{_N}(?: ?(?:years?|yrs?))? ?[,)](?=\s*(?:who|died|was|on|$|\.))"),
)  # fmt: skip
_INFANT = re.compile(
    rf"\b(?:aged?|age of)?\s*(?P<n>\d{{1,3}}|{_WORD}|a few)[- ](?P<u>months?|weeks?|days?|hours?|"
    rf"minutes?)[- ](?:old|of age)\b"
    rf"|\baged\s+(?:just |only )?(?P<n2>\d{{1,3}}|{_WORD})\s+(?P<u2>months?|weeks?|days?|hours?|minutes?)\b",
    re.I,
)
_DEATH_NEAR = re.compile(
    r"\b(?:at the time of (?:his|her|their|the) death|when (?:he|she|they) died|death of|died|deceased|deaths "
    r"of|inquest)\b",
    re.I,
)
_SEVERAL = re.compile(
    r"\b(?:deaths of|inquests? (?:into|touching|touching upon)(?: the)? deaths|both|they (?:all|both))\b", re.I
)


def years(written: str) -> int | None:
    """A whole number of years from digits or words; a half is cut off. None above 115."""
    text = written.lower().replace("½", "").split(".")[0].strip()
    if text.isdigit():
        number = int(text)
    elif text in _UNITS:
        number = _UNITS.index(text)
    else:
        ten, _, unit = text.replace("-", " ").partition(" ")
        number = (_TENS.index(ten) + 2) * 10 + (_UNITS.index(unit.strip()) if unit.strip() else 0)
    return number if number <= 115 else None


def _written(sentence: Sentence) -> Iterator[Fact]:
    text = sentence.text
    for told in _CUES:
        if not any(word in sentence.low for word in told.gate):
            continue
        for match in told.pattern.finditer(text):
            number = years(match["n"])
            before, after = text[max(0, match.start() - 70) : match.start()], text[match.end() : match.end() + 30]
            if number is None or _OTHER.search(before) or _AGO.search(after):
                continue
            if _ELSEWHEN.search(text[max(0, match.start("n") - 70) : match.start("n")]) or _ELSEWHEN.search(before):
                continue
            near = _DEATH_NEAR.search(before + match[0] + after) is not None
            then = " when" * (told.value == "was") + after
            event = not near and (_EVENT.search(before) is not None or _WHEN_ELSE.search(then) is not None)
            sure = told.score + 0.06 * near - 0.25 * event
            sure -= {"investigation": 0.0, "circumstances": 0.04, "concerns": 0.2}[sentence.section]
            if sure >= FLOOR:
                span = (match.start("n"), match.end())
                rule = EARLIER if event else RULE
                yield fact_at(sentence, span, "age", str(number), rule, round(min(sure, 0.97), 2))
    if not re.search(r"\b(?:age|aged|old|age\.)\b", sentence.low):
        return
    for match in _INFANT.finditer(text):
        before = text[: match.start("n") if match["n"] else match.start("n2")]
        if not _OTHER.search(before) and not _ELSEWHEN.search(before):
            unit = (match["u"] or match["u2"]).rstrip("s").lower()
            written = match["n"] or match["n2"]
            number = 0 if written.lower() == "a few" else years(written) or 0
            value = number // 12 if unit == "month" else number // 52 if unit == "week" else 0
            yield fact_at(sentence, match.span(), "age", str(value), RULE, 0.6)


def _computed(reading: Reading) -> list[Fact]:
    """The age from the dates of birth (or a birthday) and death; its words reach to the death's date if it is close."""
    death = reading.fact("date_of_death")
    if death is None or len(death.value) != 10:
        return _at_most(reading)
    # Out of their sentence the same words may not read as a date ("12 March" of a year given before it).
    dates = find_dates(reading.sections[death.section][death.start : death.end])
    if not dates:
        return _at_most(reading)
    died = dates[0]
    for sentence in reading.sentences:
        if not any(word in sentence.low for word in _BIRTH_WORDS):
            continue
        for when in find_dates(sentence.text):
            before = sentence.text[: when.start]
            born = _BORN.search(before)
            if born is not None and not _OTHER.search(before[: born.start()]):
                if (age := whole_years(when, died)) is None:
                    continue
                fact = fact_at(sentence, (when.start, when.end), "age", str(age), f"{RULE} from dates", 0.93)
                near = death.section == fact.section and 0 <= death.start - fact.end <= 200
                return [replace(fact, end=death.end)] if near else [fact]
            if (birthday := _BIRTHDAY.search(before)) is not None and (age := _since(when, died)) is not None:
                value = str(int(birthday["n"]) + age)
                return [fact_at(sentence, (birthday.start(), when.end), "age", value, f"{RULE} from dates", 0.85)]
    return []


def _at_most(reading: Reading) -> list[Fact]:
    """With no date of death: younger than one is on the day the inquest opened, from the date of birth."""
    born, opened = reading.fact("date_of_birth"), reading.fact("inquest_opened")
    if born is None or opened is None or len(opened.value) != 10 or len(born.value) != 10:
        return []
    dates = [find_dates(reading.sections[fact.section][fact.start : fact.end])[0] for fact in (born, opened)]
    age = whole_years(dates[0], dates[1])
    if age is None:
        return []
    return [Fact("age", f"<{age + 1}", born.section, born.start, born.end, f"{RULE} from dates", 0.8)]


def _since(birthday: DateFound, died: DateFound) -> int | None:
    """Completed years after a birthday; None when the death came before it."""
    if not birthday.day or (birthday.year, birthday.month, birthday.day) > (died.year, died.month, died.day):
        return None
    return died.year - birthday.year - ((died.month, died.day) < (birthday.month, birthday.day))


def find_age(reading: Reading) -> list[Fact]:
    """``age``: whole years (``"17"``) or a bound (``"<18"``). Several only where several people died."""
    written = [fact for sentence in reading.sentences for fact in _written(sentence)]
    surest = best([fact for fact in written if fact.found_by != EARLIER] + _computed(reading))
    if not surest:
        # Only ages at events before the death: it came at that age or later.
        told = [fact for fact in written if fact.section != "concerns"]
        least = sorted(told, key=lambda fact: (-int(fact.value), -fact.score))[:1]
        return [*find_bound(reading, _OTHER), *(replace(fact, value=f">={fact.value}", score=0.6) for fact in least)]
    first = surest[0]
    if any(_SEVERAL.search(s.text) for s in reading.telling):
        same = {f.value: f for f in reversed(written) if f.section == first.section and f.score >= 0.9}
        return [first, *(f for value, f in sorted(same.items()) if value != first.value)]
    return surest
