"""What a document is, told by its first words."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a document is. Only ``RESPONSE`` and ``BOTH`` hold a response."""

    REPORT = "report"
    FURTHER_REPORT = "further_report"
    """A second, amended or updated report on the same death."""
    BOTH = "both"
    """The report and its responses in one file."""
    RESPONSE = "response"
    APPENDIX = "appendix"
    COVERING_LETTER = "covering_letter"
    CORONER_LETTER = "coroner_letter"
    NARRATIVE = "narrative"
    """The narrative conclusion or the record of the inquest."""
    OTHER = "other"


FORM = re.compile(
    r"this report is being sent to|coroner.{0,3}s legal powers"
    r"|investigation and inquest.{0,2000}circumstances of the death",
    re.IGNORECASE | re.DOTALL,
)
GREETING = re.compile(
    r"\bdear\s+(?:sir|madam|mr|mrs|ms|miss|dr|prof|hm|h\.m|his|her|coroner|senior|assistant|area)\b",
    re.IGNORECASE,
)
ANSWERING = re.compile(
    r"\byour (?:letter|report|regulation|reg\.? ?28|correspondence|concerns?|rule 43)"
    r"|\b(?:write|writing|letter is|respond\w*) (?:\w+ ){0,2}(?:in response|to|following)\b.{0,80}"
    r"\b(?:report|regulation)"
    r"|\b(?:response|responding|reply) to (?:the|your|a) "
    r"(?:regulation|reg\.? ?28|report|prevention|pfd|rule 43)",
    re.IGNORECASE,
)
BY_CORONER = re.compile(
    r"\bI am (?:the|an?|HM) (?:[\w']+ ){0,3}coroner\b|thank you for (?:your|the) response", re.IGNORECASE
)
ENCLOSING = re.compile(
    r"(?:please (?:find|see)|I (?:attach|enclose)|(?:attached|enclosed) (?:is|please)).{0,120}\brespon",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WRITTEN_DATE = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)? ?(?:of )?(?P<month>[a-z]{3,9})\.?,? (?P<year>20\d\d)\b",
    re.IGNORECASE,
)
NUMBER_DATE = re.compile(r"\b(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>20\d\d)\b")
START = 400
COVERING_LENGTH = 900


def kind_from_content(content: str) -> tuple[Kind, str] | None:
    """The kind the first words of a document show, with the reason; ``None`` when they show none."""
    text = re.sub(r"\s+", " ", content).strip()
    start = text[:START]
    if not text:
        return None
    if FORM.search(text):
        return Kind.REPORT, "its text has the headings of the report's form"
    if re.match(r"(?:appendi(?:x|ces)|annex(?:e|ure)?|enclosure|exhibit|attachment)\b", text, re.IGNORECASE):
        return Kind.APPENDIX, "its text begins as an appendix"
    if re.search(r"\brecord of (?:an )?inquest\b|\bnarrative conclusion\b", start, re.IGNORECASE):
        return Kind.NARRATIVE, "its text begins as the record or narrative of the inquest"
    if BY_CORONER.search(start):
        return Kind.CORONER_LETTER, "its text is a letter the coroner wrote"
    if GREETING.search(text) and len(text) < COVERING_LENGTH and ENCLOSING.search(text):
        return Kind.COVERING_LETTER, "its text is a short letter that encloses the response"
    if ANSWERING.search(text[: 4 * START]):
        return Kind.RESPONSE, "its text is a letter that answers the report"
    return None


def letter_date(content: str) -> date | None:
    """The letter's own date: the only full date above its greeting, ``None`` for none or several."""
    greeting = GREETING.search(content)
    if greeting is None:
        return None
    days = set(dates_in(content[: greeting.start()][-3 * START :]))
    return days.pop() if len(days) == 1 else None


def dates_in(text: str) -> list[date]:
    """Every full date written in a text, day before month, in order; impossible ones left out."""
    text = re.sub(r"\s+", " ", text)
    found = []
    for match in sorted([*WRITTEN_DATE.finditer(text), *NUMBER_DATE.finditer(text)], key=lambda one: one.start()):
        month = match["month"].lower()
        number = int(month) if month.isdigit() else _month(month)
        try:
            found.append(date(int(match["year"]), number, int(match["day"])))
        except ValueError:
            continue
    return found


def _month(word: str) -> int:
    return MONTHS.index(word[:3]) + 1 if word[:3] in MONTHS else 0
