"""The register as the store keeps it.

``Import`` and ``Reading`` are the evidence: what each file said, never rewritten. The rest
(``Report``'s columns, ``Duty``, ``Document``, ``Answer``) is settled from readings by the rules of
this room and can be made again at any time.
"""

from __future__ import annotations

from django.db import models

from forewarned.organisations.models import Organisation


class Import(models.Model):
    """One file taken in, or refused. ``lost`` and ``emptied`` are what it lacks against the last of its kind."""

    class Status(models.TextChoices):
        DONE = "done"
        REFUSED = "refused"

    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=300)
    """The file's own name; the folder it lay in is not kept."""
    sha256 = models.CharField(max_length=64, db_index=True)
    reader_version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=8, choices=Status.choices)
    as_of = models.DateField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)
    emptied = models.PositiveIntegerField(default=0)
    accepted_loss = models.CharField(max_length=500, blank=True)
    messages = models.JSONField(default=list)
    ledger_entry = models.PositiveBigIntegerField(null=True)


class Report(models.Model):
    """A coroner's report to prevent future deaths. Its page address is the safest key: references repeat."""

    key = models.CharField(max_length=300, unique=True)
    """The last part of the page address, the same under the site's old and new folders."""
    report_url = models.CharField(max_length=400)
    ref = models.CharField(max_length=40, blank=True, db_index=True)
    ref_as_written = models.CharField(max_length=60, blank=True)
    date_of_report = models.DateField(null=True, db_index=True)
    regime = models.CharField(max_length=16, blank=True)
    published_on = models.DateField(null=True, db_index=True)
    """The day from which it is known to have been public: the earliest a source says it saw it."""
    documents_read = models.BooleanField(default=False)
    """Was its list of documents, or a count of them, ever read? Without it no response may be said to be missing."""
    gone_on = models.DateField(null=True)
    """The day of the first whole register that no longer had it; null while it is listed."""
    deceased_name = models.CharField(max_length=400, blank=True)
    age = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=20, blank=True)
    date_of_death = models.DateField(null=True)
    coroner_name = models.CharField(max_length=200, blank=True)
    coroner_area = models.CharField(max_length=200, blank=True)
    categories = models.JSONField(default=list)


class Reading(models.Model):
    """What one source said of one report at one time, as written.

    A reading is never changed. When a later file of the same kind says otherwise the old one gets
    ``retired_by``, so what was shown before that import can be shown again.
    """

    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="readings")
    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="readings")
    retired_by = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="retired")
    kind = models.CharField(max_length=24)
    event = models.CharField(max_length=12)
    row = models.PositiveIntegerField()
    observed_on = models.DateField(null=True)
    values = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["kind", "retired_by"], name="readings_in_force")]


class Duty(models.Model):
    """What one addressee of one report owed: a response, by a day, on a basis (SI 2013/1629 reg. 29).

    ``known_from`` and ``known_until`` bound the days on which this was what was known; several rows
    of one report with different bounds are versions of the addressee list, not more duties.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="duties")
    position = models.PositiveSmallIntegerField()
    as_written = models.CharField(max_length=600)
    source = models.CharField(max_length=24)
    """Where the addressee's words come from: ``page`` as published, ``corrected`` by the Tracker, ``toolkit``."""
    party = models.CharField(max_length=16)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="duties")
    body_name = models.CharField(max_length=300, blank=True)
    """The body's name on the day of the report; ``organisation`` carries its name today."""
    score = models.FloatField()
    sure = models.BooleanField()
    reason = models.CharField(max_length=300)
    due_on = models.DateField(null=True, db_index=True)
    due_basis = models.CharField(max_length=10)
    due_notes = models.JSONField(default=dict)
    """The rest of a ``duties.due.Due``: the computed day, the flags, the reason."""
    answered_by = models.DateField(null=True)
    """The day by which a response that surely answers this duty was published; null if none is."""
    known_from = models.DateField(null=True)
    known_until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "known_until"], name="duties_of_a_body")]


class Document(models.Model):
    """A document published with a report, told by its name and content: the report itself, a response, an appendix."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="documents")
    position = models.PositiveSmallIntegerField()
    url = models.CharField(max_length=600)
    name = models.CharField(max_length=400)
    kind = models.CharField(max_length=16)
    reason = models.CharField(max_length=300)
    respondent = models.CharField(max_length=300, blank=True)
    seen_from = models.DateField(null=True)
    seen_by = models.DateField(null=True)
    seen_reason = models.CharField(max_length=300, blank=True)
    letter_date = models.DateField(null=True)
    shows_other_ref = models.BooleanField(default=False)
    """Its name shows a reference that is not this report's: evidence for a number never published."""

    class Meta:
        indexes = [
            models.Index(fields=["report"], condition=models.Q(shows_other_ref=True), name="documents_with_other_refs"),
        ]


class Answer(models.Model):
    """A response document that answers a duty, or may: then no addressee was found for it (``matched`` is false)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="answers")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="answers")
    score = models.FloatField()
    sure = models.BooleanField()
    matched = models.BooleanField()
    reason = models.CharField(max_length=300)


class Listing(models.Model):
    """What the Chief Coroner's non-response list of a day says of a report and, where it can be told, of a duty."""

    reading = models.ForeignKey(Reading, null=True, on_delete=models.CASCADE, related_name="listings")
    """The row of the list; null when ``said`` is that the duty was no longer on it."""
    listed_on = models.DateField()
    said = models.CharField(max_length=12)
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="listings")
    duty = models.ForeignKey(Duty, null=True, on_delete=models.CASCADE, related_name="listings")
    response_due = models.DateField(null=True)
    reason = models.CharField(max_length=300)


class Settled(models.Model):
    """When everything below readings was last made, and from which knowledge of organisations."""

    directory_fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()
    reports = models.PositiveIntegerField()
