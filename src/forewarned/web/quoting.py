"""A report as an entry of a reference list (BibLaTeX's fields), to be copied."""

from __future__ import annotations

import re

from forewarned.reports.questions.report import ReportAnswer
from forewarned.reports.questions.result import day

NOT_PLAIN = re.compile(r"[{}\\\r\n]+")


def bibtex(answer: ReportAnswer, address: str, *, coroner: str = "") -> str:
    """The report as published, with our permanent address of it as at this day in the note."""
    ref = answer.ref or "without a reference"
    fields = {
        "author": f"{{{_plain(coroner)}}}" if coroner else "",
        "title": f"Report to prevent future deaths {_plain(ref)}",
        "type": "Coroner's report",
        "number": _plain(answer.ref),
        "date": answer.date_of_report.isoformat() if answer.date_of_report else "",
        "url": _plain(answer.report_url),
        "note": f"As held by Forewarned {answer.cited.version} as at {day(answer.as_at)}, {_plain(address)}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@report{{pfd-{_name(answer)},", *lines, "}"])


def _name(answer: ReportAnswer) -> str:
    made = answer.ref or answer.report_url.rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[^A-Za-z0-9-]+", "-", made).strip("-")[:60] or "report"


def _plain(text: str) -> str:
    return NOT_PLAIN.sub(" ", text).strip()
