"""What was read in the words of reports and responses, and what people decided of it.

``Fact``, ``Matter``, ``Theme``, ``Promise``, ``Refusal`` and ``Lesson`` are read from readings by the rules of this
room and can be made again at any time; each is a span of a text that never changes. ``Judgement`` and ``Proof`` are
people's: they are never made again, and name what they are about by a key that another reading finds again.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from forewarned.organisations.models import Organisation
from forewarned.reports.models import Reading, Report


class TextRead(models.Model):
    """The words of one report or one response, as they were read last: what to read again is what differs."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="texts_read")
    role = models.CharField(max_length=8)
    """``report`` or ``response``."""
    source = models.CharField(max_length=64)
    """SHA-256 of the words and of what else they were read with."""
    rules = models.CharField(max_length=200)
    """The versions of the rules and models that read them."""
    notes = models.JSONField(default=list)
    """What a reader must know: a section that is empty, a response to another report."""
    unanswered = models.JSONField(default=list)
    """Of a response: the numbers of matters that it does not address."""
    url = models.CharField(max_length=600, blank=True)
    respondent = models.CharField(max_length=300, blank=True)
    reading = models.ForeignKey(Reading, null=True, on_delete=models.PROTECT, related_name="+")
    """The reading whose words a response's are; a report's sections may come from several."""
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    """Of a response: the body that answered, where the register matched it to a duty or its name is known."""
    said_on = models.DateField(null=True)
    """Of a response: the letter's own date, or the day by which it was published."""
    said_on_basis = models.CharField(max_length=24, blank=True)


class Fact(models.Model):
    """One thing that a report says of a death: ``section[start:end]`` are its words."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="facts")
    name = models.CharField(max_length=24)
    value = models.CharField(max_length=300)
    section = models.CharField(max_length=16)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    found_by = models.CharField(max_length=60)
    score = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["name", "value"], name="facts_by_value")]


class Matter(models.Model):
    """A stretch of a concerns section: a matter of concern, or words around it, marked and never dropped."""

    key = models.CharField(max_length=24, unique=True)
    """The report's key and the words, hashed: another reading of the same words gives the same key."""
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="matters")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="+")
    """The reading whose concerns section the words are a span of."""
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=12)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    score = models.FloatField()
    found_by = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["report", "position"], name="matters_of_a_report")]


class Theme(models.Model):
    """A label of the codebook on a matter, and the words that carried it. ``people``: confirmed or added by them."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="themes")
    code = models.CharField(max_length=24)
    score = models.FloatField()
    words = models.JSONField(default=list)
    found_by = models.CharField(max_length=60)
    people = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["code"], name="themes_by_code")]


class Promise(models.Model):
    """One action in a response: ``response[start:end]`` are its words."""

    key = models.CharField(max_length=24, unique=True)
    response = models.ForeignKey(TextRead, on_delete=models.CASCADE, related_name="promises")
    position = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    status = models.CharField(max_length=32)
    date_text = models.CharField(max_length=120, blank=True)
    due = models.CharField(max_length=24, blank=True)
    """The date that the words name. ISO: a day, a month, or a year, as exact as the words are."""
    due_by = models.DateField(null=True, db_index=True)
    """The last day by which the words say that it is to be done; none where they name no day, or only a start."""
    by_other = models.BooleanField(default=False)
    """Whether ``owner`` names another body than the one that answered."""
    owner = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=32)
    strength = models.CharField(max_length=16)
    numbers = models.JSONField(default=list)
    """The numbers of the matters that it answers, as printed in the report."""
    smart = models.JSONField(default=dict)
    score = models.FloatField()
    found_by = models.CharField(max_length=60)


class Refusal(models.Model):
    """Where a response says that no action is taken, and why: ``response[start:end]``."""

    response = models.ForeignKey(TextRead, on_delete=models.CASCADE, related_name="refusals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    numbers = models.JSONField(default=list)


class Lesson(models.Model):
    """The corrective obligation behind matters: those that one proper fix would answer share a lesson.

    Lessons are never removed: one that was merged or split away keeps its key and says what came of it.
    """

    key = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=300)
    """Words of one of its matters: ``name_matter`` from ``name_start`` to ``name_end``, or as a person chose them."""
    name_matter = models.CharField(max_length=24, blank=True)
    name_start = models.PositiveIntegerField(default=0)
    name_end = models.PositiveIntegerField(default=0)
    locked = models.BooleanField(default=False)
    in_force = models.BooleanField(default=True, db_index=True)
    came_from = models.JSONField(default=list)
    succeeded_by = models.CharField(max_length=24, blank=True)
    matters = models.JSONField(default=list)
    """The keys of its members when it was made: what a later run knows it by, although matters were read again."""
    themes = models.JSONField(default=list)
    size = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)
    organisations = models.PositiveIntegerField(default=0)


class Member(models.Model):
    """A matter in a lesson, and why it belongs there."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="members")
    matter = models.OneToOneField(Matter, on_delete=models.CASCADE, related_name="member")
    score = models.FloatField()
    why = models.CharField(max_length=400)


class Judgement(models.Model):
    """What a person decided of something that was inferred. In force until it is undone."""

    about = models.CharField(max_length=16)
    """``theme``, ``matter``, ``lesson``, ``promise``."""
    subject = models.CharField(max_length=80)
    """The key of what it is about."""
    verdict = models.CharField(max_length=16)
    value = models.CharField(max_length=64, blank=True)
    """Of a theme its code; of a lesson what tells one decision on it from another."""
    detail = models.TextField(blank=True)
    """Of a lesson: the decision, as JSON, and what the lessons that it changes were ``before`` it."""
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    ledger_entry = models.PositiveBigIntegerField()
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about", "subject", "value"], condition=Q(undone_at=None), name="one_judgement_in_force"
            ),
        ]


class Proof(models.Model):
    """Proof of a promise: ``rung`` is ``done`` (document), ``embedded`` (audit), ``effective`` (outcome)."""

    promise = models.CharField(max_length=24, db_index=True)
    rung = models.CharField(max_length=12)
    on = models.DateField()
    title = models.CharField(max_length=300)
    where = models.CharField(max_length=600, blank=True)
    """Its address, or where it is filed."""
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    ledger_entry = models.PositiveBigIntegerField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)


class Grouped(models.Model):
    """When matters were last joined into lessons, from which matters and by which rules."""

    source = models.CharField(max_length=64)
    rules = models.CharField(max_length=200)
    at = models.DateTimeField()
    matters = models.PositiveIntegerField()
    reports = models.PositiveIntegerField(default=0)
    """In how many reports those matters stand; 0 where it was not counted yet."""
    lessons = models.PositiveIntegerField()


class Learnt(models.Model):
    """When the themes of all matters were last read with what people decided, and from which decisions."""

    source = models.CharField(max_length=64)
    decisions = models.PositiveIntegerField()
    at = models.DateTimeField()
