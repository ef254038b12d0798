"""Words that decline to act, words that contest the report, and signs that a response answers another report."""
# ruff: noqa: E501  a pattern is one line, to be read beside its name

from __future__ import annotations

import re

from forewarned.lessons.promises.dates import find_dates, last_day
from forewarned.lessons.promises.spans import BLANKS, Letter
from forewarned.lessons.promises.values import ReportGiven

DECLINES: tuple[tuple[str, str], ...] = (
    ("no_plans", r"\bno (?:current |present |immediate )?(?:plans?|intention)\b(?: at present)?(?: to|\.)"),
    ("will_not", r"\b(?:we|i|the (?:trust|council|government|department|service|board|company|force|college|agency))\b[^.]{0,40}\b(?:will not be|do(?:es)? not (?:propose|intend|plan|need to|consider (?:that )?(?:it|any|further|a change)))\b"),
    ("no_action", r"\bno (?:further |additional |regulatory |other )*(?:action|changes?|steps?) (?:is|are|was|were|will be)?\s*(?:proposed|required|necessary|needed|planned|to be taken)\b|\bdoes not need to take (?:any )?action\b|\bnot (?:propose|intend)\w* to take (?:any )?(?:further )?action\b|\bdo not (?:think|believe|consider) that (?:any )?(?:further )?(?:action|change)\b"),
    ("unable", r"\b(?:unable|not able|not possible for (?:us|the))\s+to (?:take|place|act|make|change|implement|require|compel|provide this)\b"),
    ("remit", r"\b(?:is|are|falls?|lies?|was|were)\s+(?:not\s+(?:within|in|something|a matter for)|outside|beyond)\b[^.]{0,40}\b(?:remit|control|responsib\w+|powers?|jurisdiction|on which|gift)\b"),
    ("others", r"\bnot (?:provided|commissioned|delivered|determined|set|owned) by (?:us|our \w+|the (?:trust|council|department|college|board|practice))\b|\bis (?:a matter for|decided by|determined by|the responsibility of) (?:individual|local|each|other)\b[^.]{0,80}\b(?:not|and we cannot|rather than)\b"),
    ("unnecessary", r"\bdo(?:es)? not (?:consider|believe|think|agree)\b[^.]{0,60}\b(?:necessary|needed|required|appropriate|justified)\b"),
)  # fmt: skip
"""Turns of phrase by which those who answer decline; another body's refusal that is only reported is not one."""
CONTESTS = (
    r"\b(?:(?:we|i|trust|council|department|agency|board|company) (?:would )?(?:respectfully )?(?:disagree|dispute|do(?:es)? not accept))\b",
    r"\b(?:report|coroner|finding|evidence|statement|suggestion|it)\b[^.]{0,60}\b(?:is|are|was|were) (?:factually )?(?:incorrect|inaccurate|not (?:correct|accurate))\b",
    r"\bfor (?:clarity|the record)\b[^.]{0,200}",
    r"\b(?:inaccurac|misunderst|misconce|factual error|clarify that|to correct)\w*",
    r"\bnot aware of any (?:consent|requirement|evidence)",
    r"\bthere (?:is|was) no (?:requirement|evidence) (?:for|that)\b",
    r"\bcontrary to (?:what|the)\b|\bwould wish to correct\b",
)
"""The last resort of a reader without judgement: words that contest. A person decides."""
DAYS_APART = 14
"""Letters give the day a report was signed, sent or received: so many days are still one report."""
REFERENCE = re.compile(r"\b(20\d\d)[-/ ](0\d{3}|\d{4})\b(?!-\d)")
REPORTED = re.compile(
    r"\b(?:told us|stated that|said that|(?:have|has) (?:advised|informed|told) (?:us|me)|they will not)\b",
    re.IGNORECASE,
)
_DECLINES = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in DECLINES]
_CONTESTS = re.compile("|".join(CONTESTS), re.IGNORECASE)
JOINED = re.compile(
    r",?\s+(?:and|therefore,?|but)\s+(?=(?:our|we|it|the|this|that is)\b)|(?<=^Therefore), |, (?=our|we|the )"
)


def find_refusals(letter: Letter) -> tuple[tuple[int, int, int, int, str], ...]:
    """(start, end, sentence, end of the turn of phrase, rule) of each sentence that declines to act, in order."""
    found = []
    for at, sentence in enumerate(letter.sentences):
        words = letter.text[sentence.start : sentence.end]
        if sentence.kind in ("quoted", "heading", "table") or REPORTED.search(words):
            continue
        for name, pattern in _DECLINES:
            match = pattern.search(words)
            if match:
                found.append(
                    (
                        sentence.start + _begin(words, match.start()),
                        sentence.end,
                        at,
                        sentence.start + match.end(),
                        name,
                    )
                )
                break
    return tuple(found)


def _begin(words: str, at: int) -> int:
    """After "Therefore, " and the like, where that stands close before the doer of the refusal."""
    opening = re.match(r"(?:Therefore|However|Accordingly|As such|For these reasons)\s*,\s+", words)
    return opening.end() if opening and opening.end() <= at else 0


def find_disputes(letter: Letter) -> tuple[tuple[int, int], ...]:
    """Sentences with words that contest what the report says."""
    return tuple(
        (each.start, each.end)
        for each in letter.sentences
        if each.kind not in ("quoted", "heading") and _CONTESTS.search(letter.text[each.start : each.end])
    )


def other_report(text: str, report: ReportGiven) -> str:
    """Why the response seems to answer another report than the one it is filed under; ``""`` when nothing says so.

    A reference or a date of report that differs, or another person named as the dead. What the text or the caller does
    not give is not compared.
    """
    head = text[:2500]
    references = {f"{year}-{number}" for year, number in REFERENCE.findall(head) if int(number) < 2000}
    if report.ref and references and report.ref[:9] not in references:
        return "it names another reference"
    said, given_date = last_day(report_date(text)), last_day(report.date)
    if said and given_date and abs((said - given_date).days) > DAYS_APART:
        return "it names another date of the report"
    named = re.search(r"\b(?:death|inquest|inquest touching the death|late)(?: of| into the death of)?\s+(?:(?:Mr|Mrs|Ms|Miss|Dr|Baby)\.? )?((?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+)", head)  # fmt: skip
    if report.deceased and named:
        given = {word.lower() for word in re.findall(r"[^\W\d_]{3,}", report.deceased)}
        if given and not given & {word.lower() for word in re.findall(r"[^\W\d_]{3,}", named[1])}:
            return "it names another person"
    return ""


def report_date(text: str) -> str:
    """The ISO date that the opening gives for the report answered, ``""`` if none."""
    pattern = (
        r"\breport\b(?: to prevent future deaths)?[^.]{0,60}?\b(?:dated|of|issued on|received on)\s+(?=(?:the )?\d)"
    )
    for match in re.finditer(pattern, text[:2500], re.IGNORECASE):
        dates = find_dates(text[match.end() : match.end() + 30].lstrip())
        if dates and dates[0].form == "day" and dates[0].start == 0:
            return dates[0].iso
    return ""


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks and joining marks at its ends."""
    while start < end and text[start] in BLANKS:
        start += 1
    while end > start and text[end - 1] in BLANKS:
        end -= 1
    return start, end
