"""The fictional world: one seeded generator for the demo, the tests and the benchmarks.

``generate`` makes a ``World``, ``write`` puts it into files of the same formats as the real sources,
``write_large`` streams a register of any size, and ``failures`` damages files the way the world does.
"""

from __future__ import annotations

from forewarned.errors import InputError
from forewarned.world.bodies import TRUST, make_bodies
from forewarned.world.large import write_large
from forewarned.world.models import SITE, World
from forewarned.world.reports import Numbering, make_reports
from forewarned.world.responses import AS_OF
from forewarned.world.snapshots import official_lists, shown, snapshot_days, snapshot_rows
from forewarned.world.writing import write


def generate(seed: int = 39, reports: int = 400, *, named: int = 30, site: str = SITE) -> World:
    """The world of a seed: the same to the byte on every machine and Python from 3.11.

    ``reports``: how many coroners' reports (10 to 20,000; every tenth is to the demo's trust);
    ``named``: how many care homes, practices and firms; ``site``: origin of page addresses.
    Raises ``InputError`` for sizes outside these.
    """
    if not 10 <= reports <= 20_000:
        raise InputError(
            f"A world cannot have {reports} reports.",
            next_step="Ask for 10 to 20,000, or use write_large for more",
        )
    bodies = make_bodies(seed, named)
    numbering = Numbering()
    days = snapshot_days(seed)
    made = tuple(shown(report, days) for report in make_reports(seed, reports, site, bodies, numbering))
    rows = [row for report in made for row in snapshot_rows(seed, report, days)]
    return World(
        seed=seed,
        site=site,
        as_of=AS_OF,
        trust=TRUST,
        bodies=bodies.all,
        reports=made,
        snapshots=tuple(sorted(rows, key=lambda row: (row.day, row.url, row.event))),
        listed=tuple(row for report in made for row in official_lists(report, bodies.by_key)),
        gaps=tuple(numbering.gaps),
    )


__all__ = ["SITE", "World", "generate", "write", "write_large"]
