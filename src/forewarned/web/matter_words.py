"""Words of the pages for what was read in a report: kinds of stretches, facts, verdicts, pages of a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from forewarned.lessons.questions.told import PageRead
from forewarned.reports.questions.result import day
from forewarned.web.words import SOURCES

KINDS = {
    "matter": "a matter of concern",
    "boilerplate": "words of the form",
    "background": "background",
}
"""What a stretch of the concerns section is."""
PARTS = {
    "boilerplate": "Words of the form, or of the page it is printed on",
    "background": "Background: read as what was heard, not as a concern",
}
"""Said before such a stretch, in the document."""
FACTS = {
    "age": "Age",
    "cause": "Cause of death",
    "conclusion": "Conclusion of the inquest",
    "date_of_birth": "Date of birth",
    "date_of_death": "Date of death",
    "inquest_concluded": "Inquest ended",
    "inquest_opened": "Investigation or inquest opened",
    "method": "How",
    "place": "Where",
    "setting": "Care or custody",
    "sex": "Sex",
    "suicide": "By suicide",
}
VERDICTS = {"confirm": "is right", "reject": "is wrong", "add": "added"}
BASES = {"letter": "its own date", "published": "the day by which it was published"}


def fact_value(value: str) -> str:
    """A fact's value as people read it: ``5 March 2024``, ``natural causes``."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value.replace("_", " ")


def source_of(kind: str, tidied: bool) -> str:
    """Whose words a section's are."""
    if kind == "texts":
        how = "tidied by a language model" if tidied else "as they were printed"
        return f"section texts that others collected, {how}"
    return SOURCES.get(kind, kind)


def on_pages(pages: Sequence[PageRead]) -> str:
    """``page 2``; ``pages 2 to 3, read from a picture of the page``; blank when the words come from no document."""
    if not pages:
        return ""
    first, last = pages[0].number, pages[-1].number
    said = f"page {first}" if first == last else f"pages {first} to {last}"
    seen = [one.number for one in pages if one.how == "ocr"]
    if not seen:
        return said
    which = "" if len(seen) == len(pages) else f" ({', '.join(map(str, seen))})"
    return f"{said}, read from a picture of the page{which}: a letter may be wrong"
