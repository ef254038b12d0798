"""The fictional world in the store, for the tests of questions: what was imported, and our duties beside the truth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from forewarned.world import World

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from forewarned.reports.questions.duties import DutyLine
    from forewarned.world.models import Report

TODAY = date(2026, 2, 1)
TRUST = "ods:X9A"
MERGED, FORMED = "ods:X9R", "ods:X9C"
"""A trust of the world, and the one that took it over on 1 October 2019."""


def imported(world: World, files: Path) -> list[Path]:
    """Register, snapshots, bodies, official lists, and the saved pages of the reports that carry a story."""
    pages = [
        files / "pages" / f"{report.url.rstrip('/').rsplit('/', 1)[-1]}.html"
        for report in world.reports
        if report.story
    ]
    tables = [files / "register.csv", files / "snapshots.csv", files / "organisations", files / "nonresponse"]
    return [*tables, *(page for page in pages if page.exists())]


@contextmanager
def filled(paths: list[Path], blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database with these files imported; rolled back at the end, so no other test meets them."""
    with blocker.unblock():
        from django.db import transaction

        from forewarned.reports.actions.importing import import_paths

        with transaction.atomic():
            result = import_paths(paths=paths, by="tests")
            assert result.error is None, result.error
            yield
            transaction.set_rollback(True)


def all_duties(as_at: date = TODAY) -> list[DutyLine]:
    """Every duty known on a day, with its state by the rules: no question's filter in between."""
    from forewarned.reports.models import Duty
    from forewarned.reports.questions.duties import load_duties

    return load_duties(Duty.objects.all(), as_at=as_at)


def duty(report: Report, body: str, as_at: date = TODAY) -> DutyLine:
    """The duty of one body (by its key) on one report."""
    return next(one for one in all_duties(as_at) if (one.report_url, one.organisation_key) == (report.url, body))
