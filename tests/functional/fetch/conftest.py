"""A walk against a local site, with a clock that only sleeping and looking move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.official_site import OfficialSite, made_up_reports

from forewarned.reports.fetch import Fetched, Fetcher, Journal, Plan, Walk, open_fetcher, walk

NONRESPONSES = [
    {
        "period": "1 January 2031 \u2013 13 June 2031",
        "published": "30 June 2031",
        "rows": [
            {
                "deceased_name": "Testina Quillwort 4",
                "date_of_report": "05/03/2031",
                "coroner_name": "Peregrine Quillfeather",
                "coroner_area": "Norrowshire",
                "sent_to": "Saltmarsh Mental Health NHS Trust",
                "due_on": "30/04/2031",
            }
        ],
    }
]


@dataclass
class Clock:
    """Time as the fetcher sees it: each look takes a millisecond, each sleep as long as it says."""

    at: datetime = datetime(2031, 5, 1, 9, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    def later(self, **amount: float) -> None:
        self.at += timedelta(**amount)


@dataclass
class Walker:
    """Walks a site into one home, as one run of the command would."""

    home: Path
    site: OfficialSite
    clock: Clock
    timeout: float = 5.0

    def open(self, contact: str = "tests@example.invalid") -> AbstractContextManager[Fetcher]:
        return open_fetcher(
            self.home,
            self.site.url,
            contact=contact,
            timeout=self.timeout,
            now=self.clock.now,
            sleep=self.clock.sleep,
        )

    def __call__(self, **plan: object) -> tuple[list[Fetched], Walk]:
        with self.open() as fetcher:
            walking = walk(fetcher, Plan(**plan))  # type: ignore[arg-type]  # a test names the fields it means
            return list(walking), walking


def held(home: Path) -> dict[str, bytes]:
    folder = home / "originals"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def baseline_of(walker: Walker) -> object:
    with Journal(walker.home / "fetch") as journal:
        return journal.baseline(walker.site.url)


@pytest.fixture
def site() -> Iterator[OfficialSite]:
    with OfficialSite(made_up_reports(7), nonresponses=NONRESPONSES) as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def walker(tmp_path: Path, site: OfficialSite, clock: Clock) -> Walker:
    return Walker(tmp_path / "home", site, clock)
