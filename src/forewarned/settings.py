"""The only reader of the environment. A bad value fails loudly, with the variable's name and what it should be."""

from __future__ import annotations

import os
import re
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
Access = Literal["auto", "public", "private"]
ACCESS: tuple[Access, ...] = ("auto", "public", "private")
DEFAULT_SITE = "https://www.judiciary.uk"


@dataclass(frozen=True, slots=True)
class SignIn:
    """An organisation's own sign-in, by OpenID Connect."""

    name: str
    server: str
    client: str
    secret: str


@dataclass(frozen=True, slots=True)
class Mail:
    """How e-mail leaves: by the server ``host``, or, left blank, printed on the console and sent to nobody.

    ``security``: ``starttls``, ``tls`` or ``none``. ``address``: where readers of a mail find the site.
    """

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = ""
    security: str = "starttls"
    sender: str = "forewarned@localhost"
    address: str = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says. ``fixed_today`` makes a run repeatable; ``None`` means the machine's clock."""

    home: Path
    database_url: str
    fixed_today: date | None
    log_level: LogLevel
    fetch_contact: str
    actor: str
    access: Access
    hosts: tuple[str, ...]
    https: bool
    sign_in: SignIn | None
    mail: Mail = Mail()

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


def _access(text: str) -> Access:
    for one in ACCESS:
        if text == one:
            return one
    raise SettingsError(
        "FOREWARNED_ACCESS is not a way of access",
        next_step="use public (anybody reads the public register), private (signed in only), or auto "
        "(public while there are no accounts)",
    )


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(host.strip().lower() for host in text.split(",") if host.strip())
    if any(not re.fullmatch(r"[a-z0-9.-]+(:\d+)?", host) for host in hosts):
        raise SettingsError(
            "FOREWARNED_HOSTS holds what is not a host name",
            next_step="write names with commas between them, such as warnings.example.nhs.uk, without https://",
        )
    return hosts


def _https(text: str) -> bool:
    if text not in ("", "0", "1"):
        raise SettingsError("FOREWARNED_HTTPS is neither 1 nor 0", next_step="set 1 behind a proxy that speaks HTTPS")
    return text == "1"


def _sign_in(environ: Mapping[str, str]) -> SignIn | None:
    server, client, secret = (environ.get(f"FOREWARNED_OIDC_{name}", "") for name in ("SERVER", "CLIENT", "SECRET"))
    if not (server or client or secret):
        return None
    if not (server and client and secret):
        raise SettingsError(
            "FOREWARNED_OIDC_SERVER, FOREWARNED_OIDC_CLIENT and FOREWARNED_OIDC_SECRET go together",
            next_step="set all three, or none",
        )
    parts = urlsplit(server)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise SettingsError("FOREWARNED_OIDC_SERVER is not an https address", next_step="write it with https://")
    return SignIn(environ.get("FOREWARNED_OIDC_NAME") or "your organisation", server, client, secret)


def _mail(environ: Mapping[str, str]) -> Mail:
    usual = Mail()
    names = ("HOST", "PORT", "USER", "PASSWORD", "SECURITY", "FROM")
    host, port, user, password, security, sender = (environ.get(f"FOREWARNED_SMTP_{name}", "") for name in names)
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise SettingsError("FOREWARNED_SMTP_PORT is not a port", next_step="write a number, such as 587")
    if security not in ("", "starttls", "tls", "none"):
        raise SettingsError("FOREWARNED_SMTP_SECURITY is not known", next_step="use starttls, tls or none")
    if host and not sender:
        raise SettingsError(
            "FOREWARNED_SMTP_FROM is not set", next_step="set the address that mails come from, such as pfd@example.org"
        )
    address = (environ.get("FOREWARNED_ADDRESS") or usual.address).rstrip("/")
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise SettingsError(
            "FOREWARNED_ADDRESS is not a web address", next_step="write it as https://warnings.example.org"
        )
    return Mail(
        host, int(port or usual.port), user, password, security or usual.security, sender or usual.sender, address
    )


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read settings from ``environ``; raises SettingsError naming the variable that cannot be used."""
    return Settings(
        home=Path(environ.get("FOREWARNED_HOME") or "forewarned-data").expanduser().absolute(),
        database_url=_database_url(environ.get("FOREWARNED_DATABASE_URL", "")),
        fixed_today=_today(environ.get("FOREWARNED_TODAY", "")),
        log_level=_log_level(environ.get("FOREWARNED_LOG", "warning").lower()),
        fetch_contact=environ.get("FOREWARNED_FETCH_CONTACT", ""),
        actor=environ.get("FOREWARNED_ACTOR") or environ.get("USER") or "somebody whose name was not set",
        access=_access(environ.get("FOREWARNED_ACCESS") or "auto"),
        hosts=_hosts(environ.get("FOREWARNED_HOSTS", "")),
        https=_https(environ.get("FOREWARNED_HTTPS", "")),
        sign_in=_sign_in(environ),
        mail=_mail(environ),
    )


@cache
def settings() -> Settings:
    """This process's settings, read once."""
    return read_settings(os.environ)
