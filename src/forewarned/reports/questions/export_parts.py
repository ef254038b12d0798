"""What rooms that build on this one add to an export: tables, views, rows. Each names its part in its Django app.

An app's ``export`` is where its ``Part`` stands (``"forewarned.room.questions.exporting.PART"``). It is loaded when an
export is made, so that no other command pays for it, and this room imports none that stands after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.apps import apps
from django.utils.module_loading import import_string

from forewarned.reports.cells_out import Cell
from forewarned.reports.questions.export_tables import TABLES, Table
from forewarned.reports.questions.export_views import ALL_VIEWS, View

Row: TypeAlias = "dict[str, Cell]"
Piece: TypeAlias = "tuple[Table, list[Row]]"


@dataclass(frozen=True, slots=True)
class Part:
    """What one room adds. ``tables`` stand in an order in which each comes after those it refers to.

    ``of_all`` gives what belongs to no one report, before all reports; ``of_reports`` rows of a few hundred reports,
    named by id and key; ``about`` facts on these tables, by name, for the table ``about``. A row comes after those it
    refers to: while one waits for another, SQLite looks through every table at each row that is written.
    """

    tables: tuple[Table, ...]
    views: tuple[View, ...]
    of_all: Callable[[date], Iterator[Piece]]
    of_reports: Callable[[Mapping[int, str], date], Iterator[Piece]]
    about: Callable[[date], Mapping[str, Sequence[str]]]


def parts() -> tuple[Part, ...]:
    """The parts of all rooms, in the order of the rooms."""
    named = (getattr(app, "export", "") for app in apps.get_app_configs())
    return tuple(import_string(where) for where in named if where)


def all_tables() -> tuple[Table, ...]:
    """The register's tables, then those of other rooms: each comes after those it refers to."""
    return (*TABLES, *(table for part in parts() for table in part.tables))


def all_views() -> tuple[View, ...]:
    """The register's views, then those of other rooms."""
    return (*ALL_VIEWS, *(view for part in parts() for view in part.views))
