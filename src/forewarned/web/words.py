"""Words of the pages for what the rules of duties say: neutral, plain, one meaning each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forewarned.organisations import kind_names
from forewarned.reports.duties.due import Basis, Due
from forewarned.reports.duties.state import Timeliness
from forewarned.reports.questions.duties import DutyLine, Response
from forewarned.reports.questions.result import between, day

KINDS, kind_of = kind_names.KINDS, kind_names.kind_of
"""The same words as the answers use that say what kind an organisation is of."""
BASES = {
    Basis.EXTENDED: "the coroner gave more time",
    Basis.PRINTED: "the day printed in the report",
    Basis.SENT: "56 days after it was sent",
    Basis.REPORT: "56 days after the date of the report",
    Basis.UNKNOWN: "no due date is known",
}
IN_TIME = {
    Timeliness.ON_TIME: "on time for certain",
    Timeliness.LATE: "late for certain",
}
DOCUMENTS = {
    "report": "the report",
    "response": "response",
    "appendix": "appendix",
    "covering_letter": "covering letter",
    "other": "other",
}
SOURCES = {
    "page": "the official page",
    "register": "the register of reports, scraped from the official page",
    "tracker": "the Preventable Deaths Tracker",
    "listing": "the official list of reports",
    "snapshots": "daily snapshots of the Preventable Deaths Tracker",
    "toolkit": "the PFD Toolkit, tidied by a language model",
    "feed": "the official feed of new reports",
    "document": "the document itself",
    "texts": "section texts that others collected, many tidied by a language model",
    "responses": "texts of responses that others collected",
}
FIELDS = {
    "ref": "Reference",
    "date_of_report": "Date of report",
    "date_added": "Date added to the site",
    "deceased_name": "Who died",
    "age": "Age",
    "sex": "Sex",
    "date_of_death": "Date of death",
    "coroner_name": "Coroner",
    "coroner_area": "Coroner area",
    "categories": "Categories",
    "sent_to": "Sent to, as written",
    "sent_to_corrected": "Sent to, as corrected by others",
    "sent_to_tidied": "Sent to, as tidied by a model",
    "pdf_url": "Report as PDF",
    "reply_urls": "Responses",
    "documents": "Documents",
    "replies_count": "Documents counted beside the report",
    "status": "Status, as others give it",
    "research_tags": "Researchers’ labels",
    "due_on": "Due date printed",
    "investigation": "Investigation and inquest",
    "circumstances": "Circumstances of the death",
    "concerns": "Coroner’s concerns",
}


def due_notes(due: Due) -> Iterator[str]:
    """What must be known of a due date, in sentences."""
    if due.on is None:
        yield due.reason or BASES[Basis.UNKNOWN]
        return
    yield BASES[due.basis]
    if due.differs_by_days and due.computed_on:
        later = "later" if due.differs_by_days > 0 else "earlier"
        many = abs(due.differs_by_days)
        yield f"{many:,} day{'s' if many != 1 else ''} {later} than 56 days would be ({day(due.computed_on)})"
    if due.working_day_before:
        falls = due.bank_holiday or ("a weekend" if due.weekend else "no working day")
        yield f"falls on {falls}; the working day before is {day(due.working_day_before)}"
    if due.doubt:
        yield due.doubt


def published(response: Response, as_at: date) -> str:
    """Between which days a response was first published, as far as it was known on ``as_at``."""
    by = response.seen_by if response.seen_by and response.seen_by <= as_at else None
    if response.seen_from and by:
        days = between(response.seen_from, by)
        return f"first seen {days}" if days == f"on {day(by)}" else f"first published {days}"
    if by:
        return f"published by {day(by)}; not known since when"
    return (
        f"first published after {day(response.seen_from)}"
        if response.seen_from
        else "when it was published is not known"
    )


def names(found: list[str], most: int = 3) -> str:
    """``A, B and 2 others``: names in a heading."""
    said = list(dict.fromkeys(found))
    if len(said) > most:
        said = [*said[: most - 1], f"{len(said) - most + 1} others"]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said)


def addressed(line: DutyLine) -> str:
    """Who a duty is of, in a heading or a sentence: the body on that day, else what was written."""
    if line.party == "redacted":
        return "a redacted name"
    return line.organisation or line.addressee
