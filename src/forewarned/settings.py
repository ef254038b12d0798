"""The only reader of the environment. A bad value fails loudly, with the variable's name and what it should be."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from forewarned.errors import SettingsError

LogLevel = Literal["debug", "info", "warning", "error"]
LOG_LEVELS: tuple[LogLevel, ...] = ("debug", "info", "warning", "error")
DEFAULT_SITE = "https://www.judiciary.uk"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says. ``fixed_today`` makes a run repeatable; ``None`` means the machine's clock."""

    home: Path
    database_url: str
    fixed_today: date | None
    log_level: LogLevel
    fetch_contact: str
    actor: str

    def today(self) -> date:
        """The day that due dates are compared with: the local date, or ``FOREWARNED_TODAY``."""
        return self.fixed_today or date.today()

    def now(self) -> datetime:
        """The moment an action happens, UTC. Its date follows ``FOREWARNED_TODAY`` when that is set."""
        if self.fixed_today is None:
            return datetime.now(UTC)
        return datetime(self.fixed_today.year, self.fixed_today.month, self.fixed_today.day, 12, tzinfo=UTC)


def _database_url(text: str) -> str:
    scheme = urlsplit(text).scheme
    if text and scheme not in ("postgres", "postgresql"):
        raise SettingsError(
            f"FOREWARNED_DATABASE_URL starts with '{scheme or 'nothing'}', which no engine here reads",
            next_step="use postgresql://user:password@host:port/name, or unset it to use SQLite in FOREWARNED_HOME",
        )
    return text


def _today(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(
            "FOREWARNED_TODAY is not a date", next_step="write it as YYYY-MM-DD, or unset it"
        ) from error


def _log_level(text: str) -> LogLevel:
    for level in LOG_LEVELS:
        if text == level:
            return level
    raise SettingsError("FOREWARNED_LOG is not a level", next_step=f"use one of {', '.join(LOG_LEVELS)}")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read settings from ``environ``; raises SettingsError naming the variable that cannot be used."""
    return Settings(
        home=Path(environ.get("FOREWARNED_HOME") or "forewarned-data").expanduser().absolute(),
        database_url=_database_url(environ.get("FOREWARNED_DATABASE_URL", "")),
        fixed_today=_today(environ.get("FOREWARNED_TODAY", "")),
        log_level=_log_level(environ.get("FOREWARNED_LOG", "warning").lower()),
        fetch_contact=environ.get("FOREWARNED_FETCH_CONTACT", ""),
        actor=environ.get("FOREWARNED_ACTOR") or environ.get("USER") or "unknown",
    )


@cache
def settings() -> Settings:
    """This process's settings, read once."""
    return read_settings(os.environ)
