"""What the ledger stores. No foreign keys: entries outlive what they describe.

Every column is text or a whole number, stored exactly as it is hashed: a date type would let a
database or a driver write the same moment in other bytes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn, TypeVar

from django.db import models
from django.db.models import Q

from forewarned.errors import LedgerError
from forewarned.ledger.canonical import entry_bytes, moment


def _refuse(*_: object, **__: object) -> NoReturn:
    raise LedgerError("The ledger is append-only: nothing in it is changed or removed by this program")


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class AppendOnlyRows(models.QuerySet[Row_co]):
    """Rows that can be added and read."""

    update = _refuse
    delete = _refuse
    bulk_update = _refuse
    update_or_create = _refuse


AppendOnlyManager = models.Manager.from_queryset(AppendOnlyRows)


class AppendOnly(models.Model):
    """A row written once. What gets round this is found by ``forewarned ledger check``."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **{**kwargs, "force_insert": True})

    delete = _refuse


class Entry(AppendOnly):
    """One thing that was done. ``at`` and ``body`` are canonical text, ``leaf_hash`` is hex."""

    seq = models.IntegerField(primary_key=True)
    """Position in the tree, from 0, without gaps."""
    at = models.CharField(max_length=27)
    """UTC, ``2026-01-31T09:30:00.000000Z``."""
    by = models.TextField()
    action = models.TextField()
    """What was done, as ``noun.verb``: ``import.done``."""
    subject = models.TextField(blank=True)
    """What it was done to, as that room names it; blank when the action has no single subject."""
    body = models.TextField()
    leaf_hash = models.CharField(max_length=64)

    objects = AppendOnlyManager["Entry"]()

    class Meta:
        ordering = ("seq",)
        constraints = (
            models.CheckConstraint(condition=Q(seq__gte=0), name="ledger_entry_seq_from_0"),
            models.CheckConstraint(condition=~Q(by="") & ~Q(action=""), name="ledger_entry_says_who_and_what"),
            models.CheckConstraint(condition=~Q(at="") & ~Q(body=""), name="ledger_entry_says_when"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.at} {self.action} {self.subject}"

    @property
    def moment(self) -> datetime:
        """``at`` as an aware datetime."""
        return moment(self.at)

    def leaf_bytes(self) -> bytes:
        """The bytes that ``leaf_hash`` is the hash of."""
        return entry_bytes(
            seq=self.seq, at=self.at, by=self.by, action=self.action, subject=self.subject, body=self.body
        )


class Checkpoint(AppendOnly):
    """A signed state of the tree. Others check ``note`` alone; the other columns repeat it for queries."""

    size = models.IntegerField(primary_key=True)
    """How many entries it covers."""
    root = models.CharField(max_length=64)
    """The tree's root, hex."""
    note = models.TextField()
    """The signed note (https://c2sp.org/tlog-checkpoint)."""
    at = models.CharField(max_length=27)
    """The time of its newest entry."""
    frontier = models.TextField()
    """What the tree needs to grow (merkle.Frontier), base64; its root is ``root``."""

    objects = AppendOnlyManager["Checkpoint"]()

    class Meta:
        ordering = ("size",)
        constraints = (models.CheckConstraint(condition=Q(size__gte=1), name="ledger_checkpoint_covers_something"),)

    def __str__(self) -> str:
        return f"{self.size} {self.root}"
