"""Proofs of promises: evidence that one was kept, is embedded, has an effect. Withdrawn by people, never erased."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction

from forewarned.errors import InputError, NotFoundError
from forewarned.ledger.actions import record
from forewarned.lessons.models import Promise, Proof
from forewarned.lessons.promises.register import RUNGS
from forewarned.reports.fetch.store import Originals
from forewarned.settings import settings
from forewarned.store.engines import engine

LONGEST_TITLE, LONGEST_WHERE = 300, 600
MAX_BYTES = 100_000_000


def add_proof(
    *, promise: str, rung: str, on: date, title: str, where: str = "", file: Path | None = None, by: str
) -> int:
    """File evidence for a promise; returns its id. ``file``: its bytes are kept by their hash.

    ``rung``: ``done`` (a document), ``embedded`` (an audit), ``effective`` (an outcome). Raises NotFoundError for no
    such promise, InputError for another rung, a day to come, or a title that no column holds.
    """
    title, where = " ".join(title.split()), where.strip()
    if rung not in RUNGS:
        raise InputError("Not a rung of the ladder", where=rung[:80], next_step=f"use one of {', '.join(RUNGS)}")
    if on > settings().today():
        raise InputError("Evidence cannot be of a day to come", where=on.isoformat(), next_step="give its own date")
    if not title or len(title) > LONGEST_TITLE or len(where) > LONGEST_WHERE or not (title + where).isprintable():
        raise InputError("Give the evidence a title in one line", next_step="say what it is, such as its heading")
    raw = _bytes(file) if file else b""
    with engine().one_import_at_a_time(), transaction.atomic():
        if not Promise.objects.filter(key=promise).exists():
            raise NotFoundError("No promise has this key", where=promise, next_step="see `forewarned promises --json`")
        sha256 = Originals(settings().home / "originals").keep(raw).sha256 if raw else ""
        now = settings().now()
        body = {"rung": rung, "on": on.isoformat(), "title": title, "where": where, "sha256": sha256}
        entry = record(by=by, action="proof.added", subject=promise, body=body, at=now)
        row = Proof.objects.create(
            promise=promise, rung=rung, on=on, title=title, where=where, sha256=sha256, by=by, at=now,
            ledger_entry=entry.seq,
        )  # fmt: skip
        return row.pk


def withdraw_proof(*, proof: int, by: str) -> None:
    """Say that evidence no longer counts; it stays on record."""
    with engine().one_import_at_a_time(), transaction.atomic():
        row = Proof.objects.filter(pk=proof, withdrawn_at=None).first()
        if row is None:
            raise NotFoundError("No evidence of this number counts", where=str(proof))
        row.withdrawn_at, row.withdrawn_by = settings().now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record(by=by, action="proof.withdrawn", subject=row.promise, body={"proof": proof}, at=row.withdrawn_at)


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InputError(f"The file is larger than {MAX_BYTES // 1_000_000} MB", where=file.name)
        raw = file.read_bytes()
    except OSError as error:
        raise InputError(f"The file cannot be read ({error.strerror})", where=file.name) from error
    return raw
