"""What the store knows of organisations: bodies, the names they were written under, and people's decisions."""

from __future__ import annotations

from django.db import models


class OdsRecord(models.Model):
    """One row of an NHS organisation code (ODS) file, as imported. The directory is built from these."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=200)
    file_kind = models.CharField(max_length=12)
    geography = models.CharField(max_length=12, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)


class LocalBody(models.Model):
    """One row of a user's own ``bodies.csv``: a body the packaged knowledge lacks, or knows less well."""

    key = models.CharField(max_length=160, primary_key=True)
    row = models.JSONField()
    """The row's cells by column, as imported."""


class Organisation(models.Model):
    """A body with an identity over time. ``key`` is stable: ``ods:RMY``, ``body:home-office``, ``named:oak-house``."""

    key = models.CharField(max_length=160, unique=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=32, db_index=True)
    services = models.JSONField(default=list)
    ods = models.CharField(max_length=12, blank=True, db_index=True)
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)
    former_names = models.JSONField(default=list)
    """``[[name, last day it was used], …]``, oldest first: a rename is not a succession."""
    today = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="absorbed")
    """The body that carries this one's duties today; null when it is itself still that body."""


class Succession(models.Model):
    """One body took over from another on a day, and why we say so."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="inheritances")
    on = models.DateField(null=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_a_pair"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="no_body_succeeds_itself"
            ),
        ]


class NameWritten(models.Model):
    """A name under which a body was written somewhere, folded for look-up."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    folded = models.CharField(max_length=300, db_index=True)
    as_written = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "folded"], name="one_row_a_folded_name"),
        ]


class _Undoable(models.Model):
    """Who decided, when and why; and, where it was taken back, who did that."""

    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def _undone_together(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(undone_at=None, undone_by="")
        | (models.Q(undone_at__isnull=False) & ~models.Q(undone_by="")),
        name=name,
    )


class Decision(_Undoable):
    """A person's word on what a written name means. It overrules the resolver until it is undone."""

    class Verdict(models.TextChoices):
        BODY = "body", "this organisation"
        PERSON = "person", "a private person"
        REDACTED = "redacted", "a redacted name"
        NOT_AN_ORGANISATION = "not_an_organisation", "not an organisation"
        SEVERAL = "several", "several organisations"

    folded = models.CharField(max_length=300, db_index=True)
    as_written = models.CharField(max_length=300)
    verdict = models.CharField(max_length=24, choices=Verdict.choices)
    key = models.CharField(max_length=160, blank=True)
    parts = models.JSONField(default=list)
    """With ``several``: the keys of the organisations that the one name stands for."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["folded"], condition=models.Q(undone_at=None), name="one_decision_in_force_a_name"
            ),
            _undone_together("undone_by_and_at_go_together"),
        ]


class Merger(_Undoable):
    """A person's word that two stored bodies are one: whatever is read as the first is the second, until undone.

    Keys, not foreign keys: the decision outlives what it is about.
    """

    from_key = models.CharField(max_length=160)
    into_key = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_key"], condition=models.Q(undone_at=None), name="one_merger_in_force_a_body"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_key=models.F("into_key")), name="no_body_merged_into_itself"
            ),
            _undone_together("merger_undone_by_and_at_go_together"),
        ]
