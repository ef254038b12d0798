"""Benchmarks: what Forewarned is measured on, beside the peer's figure where there is one (docs/benchmarks.md).

Each module is a program: ``python benchmarks/duties.py`` or ``python -m benchmarks.duties``. Those about duties
ask the product itself: the files are imported into a store in a temporary home, as ``forewarned import`` does.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
PFD = SHARED / "pfd"
ABSENT = 5
"""Exit code when a file to measure on is not there."""


def arguments(description: str) -> argparse.ArgumentParser:
    """The arguments of the benchmarks that import a register."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--register", type=Path, default=PFD / "register.csv")
    parser.add_argument("--snapshots", type=Path, default=PFD / "snapshots.csv")
    parser.add_argument("--organisations", type=Path, default=SHARED / "organisations")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def gold_arguments(description: str, gold: str) -> argparse.ArgumentParser:
    """The arguments of the benchmarks that compare with labels of the texts."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--texts", type=Path, default=PFD / "texts.jsonl")
    parser.add_argument("--gold", type=Path, default=PFD / "gold" / gold)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def check_there(parser: argparse.ArgumentParser, *paths: Path) -> None:
    """Stop with a sentence when one of the files to measure on is absent."""
    for path in paths:
        if not path.exists():
            parser.exit(ABSENT, f"{path} is not there: this benchmark reads the shared data\n")


def tell(result: Mapping[str, Any], *, as_json: bool, show: Callable[[Any], object]) -> None:
    """Print the result as one JSON object, or for a reader as ``show`` does."""
    if as_json:
        print(json.dumps(result, indent=2, ensure_ascii=False))
    else:
        show(result)


@contextmanager
def store_of(paths: Sequence[Path]) -> Iterator[date]:
    """A store in a temporary home that holds these files; gives the last day the register speaks of.

    Only the first store of a process is opened (Django is set up once), so a program uses this once, before
    anything of the store is imported. Raises SystemExit when a file is refused.
    """
    for name in [name for name in os.environ if name.startswith("FOREWARNED_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="forewarned-benchmark-") as home:
        os.environ["FOREWARNED_HOME"] = home
        from forewarned.errors import ForewarnedError
        from forewarned.settings import settings
        from forewarned.store import open_store

        settings.cache_clear()
        open_store(create=True)
        from django.db import connection

        from forewarned.reports.actions.importing import import_paths

        try:
            error = import_paths(paths=paths, by="benchmark").error
        except ForewarnedError as raised:
            error = raised
        if error:
            raise SystemExit(f"{error.where}: {error.what}")
        try:
            yield _last_day()
        finally:
            connection.close()


def _last_day() -> date:
    from forewarned.reports.models import Import

    days = Import.objects.filter(kind="register").values_list("as_of", flat=True)
    last = max((day for day in days if day), default=None)
    if last is None:
        raise SystemExit("--register: this register says no day")
    return last


def rows(path: Path) -> list[dict[str, str]]:
    """All rows of a CSV file."""
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    """An ISO date, else ``None``."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
