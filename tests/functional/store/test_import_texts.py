"""Texts as JSON Lines: sections of reports and responses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.functional.conftest import Cli

SITE = "https://www.judiciary.uk/prevention-of-future-death-reports"
REPORT = {
    "report_url": f"{SITE}/odalys-fernhollow/",
    "ref": "2024-0777",
    "date": "2024-06-03",
    "coroner": "Perpetua Wrenlow",
    "area": "Brackenshire",
    "receiver": "Ellerwick NHS Trust",
    "investigation": "On 4 January 2024 an inquest was opened into the death of Odalys Fernhollow, aged 31.",
    "circumstances": "She was found on the ward.",
    "concerns": "1. Checks were not done.\n2. Nobody told her family.",
    "text_source": "tracker-page",
}
RESPONSE = {
    "parent_id": "2024-0777",
    "parent_url": REPORT["report_url"],
    "response_url": "https://www.judiciary.uk/wp-content/uploads/2024/06/2024-0777-Response-from-Ellerwick.pdf",
    "respondent": "Ellerwick NHS Trust",
    "response": "20 July 2024. Dear Coroner, thank you for your report. We have trained all staff in checks.",
}


def lines(path: Path, *rows: dict[str, Any] | str) -> Path:
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in rows) + "\n", "utf-8")
    return path


def test_a_report_and_its_response(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Document, Reading, Report

    texts = lines(tmp_path / "texts.jsonl", REPORT)
    responses = lines(tmp_path / "responses.jsonl", RESPONSE)
    cli("import", texts, responses).ok()
    report = Report.objects.get()
    assert (report.ref, str(report.date_of_report)) == ("2024-0777", "2024-06-03")
    assert Reading.objects.get(event="response").values["response"] == RESPONSE["response"]
    document = Document.objects.get()
    assert document.kind == "response" and str(document.letter_date) == "2024-07-20"
    again = cli("import", texts, responses, "--json").json["outcomes"]
    assert [one["status"] for one in again] == ["unchanged", "unchanged"]


def test_what_no_store_holds_is_refused_by_row(cli: Cli, tmp_path: Path) -> None:
    good = [REPORT | {"report_url": f"{SITE}/good-{number}/", "ref": f"2024-08{number:02d}"} for number in range(40)]
    path = lines(tmp_path / "texts.jsonl", *good, '{"report_url": cut', REPORT | {"concerns": "a\x00b"})
    run = cli("import", path, "--json").ok()
    (outcome,) = run.json["outcomes"]
    assert (outcome["new"], outcome["refused"]) == (40, 2)
    assert "row 41" in outcome["messages"][0] and "NUL" in outcome["messages"][1]
    assert "Fernhollow" not in run.out + run.err


def test_a_file_of_damaged_lines_is_refused(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Reading

    path = lines(tmp_path / "texts.jsonl", REPORT, *['{"cut": '] * 9)
    run = cli("import", path)
    assert run.code == 5 and "rows cannot be used" in run.err and not Reading.objects.exists()
