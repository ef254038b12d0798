"""The fields of a report from its sections: addressees, coroner, area, its date, the date printed in section 7."""

from __future__ import annotations

import re
from datetime import date, timedelta

from forewarned.reports.documents.addressed import split_addressees
from forewarned.reports.documents.prose_dates import YEARLESS, ProseDate, english, find_dates
from forewarned.reports.documents.sections import find_sections, stripped
from forewarned.reports.documents.values import DocumentText, FormFields, Section, Span

DAYS_TO_RESPOND = 56
"""Coroners (Investigations) Regulations 2013, regulation 29(4)."""
ONE_WEEK = 7
_MAJESTY = r"(?:HM|H\.\s?M\.|(?:His|Her)\s+Majesty[\u2019']s)"
_ROLE = (
    rf"(?:(?:{_MAJESTY}|the|an?)\s+)*(?:(?:senior|area|assistant|deputy|acting|temporary|interim|chief|"
    rf"{_MAJESTY})\s+)*coroner\b"
)
CORONER = re.compile(
    rf"(?:(?:\b[Il1]|\|)\s*am|^am|\bI,|\bmy\s+name\s+is|^)[,:]?\s*(?P<name>(?!\s)(?:(?!\bcoroner\b)[^\n;:]|\n(?!\n)){{2,80}}?)[\s,\u2013-]+"
    rf"(?P<role>{_ROLE})",
    re.IGNORECASE,
)
AREA = re.compile(
    r"\bcoroner(?:[\u2019']?s)?\b[\s,]*(?:for|in|of)\s+(?:the\s+)?(?:(?:coroner(?:ial|[\u2019']?s)?|coronial)\s+)?"
    r"(?:(?:area|district|jurisdiction|county)s?\s+(?:of\s+)?)?(?:the\s+)?"
    r"(?P<area>(?!(?:of|the|area|district|jurisdiction|coroner\w*)\b)[^\s.\[].{0,150}?)\s*(?=\.(?:\s|$)|;|\n\s*\n|\bI\s+(?:am|was)\b|$)",
    re.IGNORECASE | re.DOTALL,
)
ABBREVIATED = re.compile(r"\b(?:St|Dr|Mr|Mrs|Ms)$")
CUE = re.compile(
    r"(?:namely|that\s+is(?:\s+to\s+say)?|i\.?\s?e\.?|by|before|until|no(?:t)?\s+later\s+than|due(?:\s+date)?|deadline|"
    r"sef|erbyn)[\s,:(\[]*(?:(?:on|by|before|the|at|close\s+of\s+business|or|no\s+later\s+than|erbyn|"
    r"\d{1,2}(?:[.:]\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|noon)|noon|midnight|midday|of|day)[\s,]+)*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?)?$",
    re.IGNORECASE,
)
"""What stands directly before the date a response is due by."""
NAMELY = re.compile(r"namely|\bsef\b", re.IGNORECASE)
NOT_DUE = re.compile(
    r"(?:days\s+(?:of|from|after)|dated|issued\s+on|sent\s+on|report\s+of|extended\s+from)[\s,(:]*(?:the\s+)?$",
    re.IGNORECASE,
)
DATED = re.compile(r"\b(?:date\s+of\s+(?:this\s+)?report|dated?(?:\s+this)?)[\s:.]*(?:the\s+)?$", re.IGNORECASE)


def read_report(doc: DocumentText, *, form: int = 1) -> FormFields:
    """The fields of one report in ``doc``; of the ``form``-th where the file holds several (the template holds three).

    A document without a form gives no sections and no fields.
    """
    text = doc.text
    sections = tuple(section for section in find_sections(text) if section.form == form)
    by_name = {section.name: section for section in sections}
    notes: list[str] = []
    to = by_name.get("addressees")
    spans = tuple(split_addressees(text, to.start, to.end)) if to else ()
    name, area = _coroner(text, by_name)
    due = _due(text, by_name.get("response"), notes)
    dated = _dated(text, by_name, due, notes)
    if due is None:
        due = _due_without_year(text, by_name.get("response"), dated, notes)
    return FormFields(
        sections=sections,
        addressees=tuple(text[slice(*span)] for span in spans),
        addressee_spans=spans,
        coroner_name=text[slice(*name)] if name else None,
        coroner_name_span=name,
        coroner_area=text[slice(*area)] if area else None,
        coroner_area_span=area,
        date_of_report=dated.value if dated else None,
        date_of_report_span=(dated.start, dated.end) if dated else None,
        due_on=due.value if due else None,
        due_on_span=(due.start, due.end) if due else None,
        notes=tuple(notes),
    )


def _coroner(text: str, sections: dict[str, Section]) -> tuple[Span | None, Span | None]:
    """Name and area from section 1, else from the signature. A blank of the form is no name."""
    section = sections.get("coroner")
    if section is None or section.start == section.end:
        section = sections.get("signature")
    if section is None:
        return None, None
    words = text[section.start : section.end]
    name = CORONER.search(words)
    area = _area(words)
    return (
        _kept(text, section.start + name.start("name"), section.start + name.end("name")) if name else None,
        _kept(text, section.start + area[0], section.start + area[1], whole=True) if area else None,
    )


def _area(words: str) -> Span | None:
    match = AREA.search(words)
    if not match:
        return None
    start, end = match.span("area")
    # "St." is no sentence's end.
    while ABBREVIATED.search(words[start:end]) and (
        more := re.compile(r"\.\s+[^.;\n]+(?:\n(?!\n)[^.;\n]+)*").match(words, end)
    ):
        end = more.end()
    return start, end


def _kept(text: str, start: int, end: int, *, whole: bool = False) -> Span | None:
    """The span up to letters after the name ("LLM"); None for a blank such as [NAME] or a removed name."""
    start, end = stripped(text, start, end)
    words = text[start:end]
    if not whole and "," in words:
        end = start + len(words.split(",")[0].rstrip())
        words = text[start:end]
    return None if not re.search(r"[A-Za-z]{2}", words) or words.startswith("[") else (start, end)


def _due(text: str, section: Section | None, notes: list[str]) -> ProseDate | None:
    """The date printed in section 7 as the one to respond by."""
    if section is None:
        return None
    words = text[section.start : section.end]
    ranked = []
    for found in find_dates(words):
        before = re.sub(r"\s+", " ", words[max(0, found.start - 90) : found.start])
        if NOT_DUE.search(before):
            continue
        cue = CUE.search(before)
        ranked.append((0 if cue and NAMELY.search(before[-60:]) else 1 if cue else 2, found.start, found))
    if not ranked or (ranked and min(ranked)[0] == 2 and len(ranked) > 1):
        return None
    found = min(ranked, key=lambda item: item[:2])[2]
    if not found.weekday_fits:
        notes.append("the weekday printed with the due date is another one")
    return ProseDate(section.start + found.start, section.start + found.end, found.value, found.weekday_fits)


def _due_without_year(
    text: str, section: Section | None, dated: ProseDate | None, notes: list[str]
) -> ProseDate | None:
    """A due date printed without its year: the first such day after the date of the report."""
    if section is None or dated is None:
        return None
    words = text[section.start : section.end]
    for match in YEARLESS.finditer(words):
        if not CUE.search(re.sub(r"\s+", " ", words[max(0, match.start() - 90) : match.start()])):
            continue
        report = date.fromisoformat(dated.value)
        for year in (report.year, report.year + 1):
            for found in find_dates(f"{match['day']} {english(match['month'])} {year}"):
                if date.fromisoformat(found.value) > report:
                    notes.append("the due date is printed without its year")
                    start = section.start + match.start()
                    return ProseDate(start, section.start + match.end(), found.value)
    return None


def _dated(text: str, sections: dict[str, Section], due: ProseDate | None, notes: list[str]) -> ProseDate | None:
    """The date of the report: in the signature, else beside the words "date of report" or "dated" elsewhere."""
    section = sections.get("signature")
    if section is not None:
        words = text[section.start : section.end]
        if found := find_dates(words):
            first = found[0]
            return ProseDate(section.start + first.start, section.start + first.end, first.value)
        if damaged := _damaged(words, section.start, due):
            notes.append("the year of the report's date is not readable; taken from the due date 56 days later")
            return damaged
    rows = sorted(sections.values(), key=lambda row: row.start)
    head = rows[0].end if rows else 0
    for found_at in find_dates(text[:head]):
        if DATED.search(text[max(0, found_at.start - 40) : found_at.start]):
            return found_at
    return None


def _damaged(words: str, offset: int, due: ProseDate | None) -> ProseDate | None:
    """A date whose year OCR spoilt: day and month as printed, the year that fits the printed due date."""
    match = YEARLESS.search(words)
    if not match or due is None:
        return None
    sent = date.fromisoformat(due.value) - timedelta(days=DAYS_TO_RESPOND)
    for found in find_dates(f"{match['day']} {english(match['month'])} {sent.year}"):
        if abs(date.fromisoformat(found.value) - sent) <= timedelta(days=ONE_WEEK):
            return ProseDate(offset + match.start(), offset + match.end(), found.value)
    return None
