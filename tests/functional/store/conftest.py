"""A small register in the store, built row by row: names nobody bears, and values that mean to do harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.functional.store.questions_world import filled, imported

from forewarned.world import World

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from forewarned.organisations.models import Organisation
    from forewarned.reports.models import Document, Duty, Report

FORMULA = '=HYPERLINK("http://example.invalid","Quill")'
LINES = "@Overwell “Trust”,\nsecond line; it's one cell"


@pytest.fixture(scope="module")
def world_in_store(
    world: World, world_files: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """The fictional world, imported once for a module of tests that only ask."""
    with filled(imported(world, world_files), django_db_blocker):
        yield world


@pytest.fixture
def register(db: None) -> None:
    """Three reports public on 1 June 2024 and one later; a trust and its successor; a response unmatched."""
    bodies = _bodies()
    reports = _reports()
    duties = _duties(reports, bodies)
    _documents(reports, duties)
    _readings(reports)


def _bodies() -> dict[str, Organisation]:
    from forewarned.organisations.models import Organisation, Succession

    heir = Organisation.objects.create(
        key="ods:ZZ2",
        name="Overwell NHS Foundation Trust",
        kind="nhs_trust",
        ods="ZZ2",
        services=["mental_health"],
    )
    gone = Organisation.objects.create(
        key="ods:ZZ1", name="Merrowdown Mental Health NHS Trust", kind="nhs_trust", ods="ZZ1",
        closed=date(2024, 3, 31), today=heir,
    )  # fmt: skip
    board = Organisation.objects.create(key="body:lantern-board", name="Lantern Board", kind="regulator")
    Succession.objects.create(predecessor=gone, successor=heir, on=date(2024, 4, 1), why="merger")
    return {"heir": heir, "gone": gone, "board": board}


def _reports() -> dict[str, Report]:
    from forewarned.reports.models import Report

    rows = (
        ("ivo-quill", "2024-0001", date(2024, 1, 10), date(2024, 1, 20), None, FORMULA),
        ("perrin-oakes", "2024-0004", date(2024, 5, 1), date(2024, 5, 9), None, "Perrin Oakes"),
        ("tamsin-vale", "2024-0004", date(2024, 2, 1), date(2024, 2, 3), date(2024, 8, 1), "Tamsin Vale"),
        ("wren-hollis", "2024-0009", date(2024, 6, 20), date(2024, 7, 1), None, "Wren Hollis"),
    )
    return {
        key: Report.objects.create(
            key=key, report_url=f"https://example.invalid/{key}/", ref=ref, ref_as_written=ref,
            date_of_report=made, regime="regulation_28", published_on=seen, gone_on=gone,
            deceased_name=name, categories=["Other", "Suicide"], documents_read=True,
        )
        for key, ref, made, seen, gone, name in rows
    }  # fmt: skip


def _duties(reports: dict[str, Report], bodies: dict[str, Organisation]) -> dict[str, Duty]:
    quill, oakes, vale = (reports[key] for key in ("ivo-quill", "perrin-oakes", "tamsin-vale"))
    spring, then = date(2024, 3, 6), date(2024, 2, 1)
    _duty(quill, 1, "Merrow Down", None, spring, known_until=then, party="unknown")
    _duty(oakes, 1, LINES, bodies["heir"], date(2024, 6, 26))
    return {
        "redacted": _duty(vale, 1, "[REDACTED]", None, date(2024, 3, 28), weekend=True),
        "trust": _duty(quill, 1, "Merrowdown MH Trust", bodies["gone"], spring, known_from=then),
        "lantern": _duty(quill, 2, "+Lantern Board", bodies["board"], spring, known_from=then, sure=False),
    }


def _duty(
    report: Report,
    position: int,
    written: str,
    body: Organisation | None,
    on: date,
    *,
    weekend: bool = False,
    **more: Any,
) -> Duty:
    from forewarned.reports.models import Duty

    facts: dict[str, Any] = {
        "source": "page", "party": "organisation" if body else "redacted",
        "body_name": body.name if body else "", "score": 0.9, "sure": True,
        "reason": "the name as it stands", "due_on": on, "due_basis": "report",
        "due_notes": {"computed_on": on.isoformat(), "differs_by_days": 0, "weekend": weekend},
    }  # fmt: skip
    return Duty.objects.create(report=report, position=position, as_written=written, organisation=body, **facts | more)


def _documents(reports: dict[str, Report], duties: dict[str, Duty]) -> None:
    from forewarned.reports.models import Answer, Listing

    quill, oakes, vale = (reports[key] for key in ("ivo-quill", "perrin-oakes", "tamsin-vale"))
    _document(quill, 1, "2024-0001 report", "report", None, date(2024, 1, 20))
    reply = _document(quill, 2, "-Response, Merrowdown", "response", date(2024, 2, 2), date(2024, 2, 10))
    stray = _document(vale, 1, "Response", "response", date(2024, 4, 1), date(2024, 4, 9))
    _document(oakes, 1, "Response of another summer", "response", date(2024, 7, 1), date(2024, 7, 9))
    for document, duty, matched in ((reply, duties["trust"], True), (stray, duties["redacted"], False)):
        Answer.objects.create(
            document=document, duty=duty, score=float(matched), matched=matched, sure=matched, reason="by its name"
        )
    Listing.objects.create(
        listed_on=date(2024, 5, 15),
        said="listed",
        report=quill,
        duty=duties["lantern"],
        reason="the name fits",
    )


def _document(report: Report, position: int, name: str, kind: str, seen_from: date | None, seen_by: date) -> Document:
    from forewarned.reports.models import Document

    return Document.objects.create(
        report=report, position=position, url=f"https://example.invalid/{report.key}-{position}.pdf",
        name=name, kind=kind, reason="by its name", seen_from=seen_from, seen_by=seen_by,
        seen_reason="counted in snapshots",
    )  # fmt: skip


def _readings(reports: dict[str, Report]) -> None:
    from forewarned.reports.models import Import, Reading

    at = datetime(2024, 5, 31, 9, 30, tzinfo=UTC)
    taken = Import.objects.create(
        kind="register", name="register.csv", sha256="ab" * 32, status="done", as_of=date(2024, 5, 30),
        by="tests", at=at, rows=4, new=4, ledger_entry=1,
    )  # fmt: skip
    later = Import.objects.create(
        kind="register", name="-register.csv", sha256="cd" * 32, status="refused", by="tests", at=at,
        messages=["fewer rows"],
    )  # fmt: skip
    said = (
        (reports["ivo-quill"], FORMULA, None),
        (reports["perrin-oakes"], "Oakes", later),
        (None, "", None),
    )
    for number, (report, name, retired_by) in enumerate(said, start=2):
        Reading.objects.create(
            report=report, imported=taken, kind="register", event="state", row=number,
            observed_on=date(2024, 5, 30), values={"deceased_name": name}, digest=f"{number:064d}",
            retired_by=retired_by,
        )  # fmt: skip
