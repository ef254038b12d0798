"""What an answer about words leaves out: reports whose words are not held, and texts that wait to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from forewarned.lessons.counts import many
from forewarned.lessons.models import Grouped, Lesson, Matter, Member, TextRead
from forewarned.lessons.rules import READ_BY, good
from forewarned.lessons.texts import SECTIONS, TEXT_KINDS
from forewarned.reports.models import Document, Reading, Report
from forewarned.reports.questions.remembered import remembered

GO_ON = "What is new in them is not in this answer until `forewarned lessons read` has run."


@dataclass(frozen=True, slots=True)
class Rest:
    """``reports``: public as at the day; ``read``: those whose words were read; ``responses`` read, of ``known``.

    ``with_matters``: of those read, how many hold a matter of concern. ``waiting``, ``responses_waiting``: words that
    came in and are not read yet, as after a reading that was stopped, or were read by older rules; ``to_join``: matters
    are not all joined yet.
    """

    reports: int
    read: int
    responses: int
    responses_known: int
    with_matters: int = 0
    waiting: int = 0
    responses_waiting: int = 0
    to_join: bool = False

    def sentence(self) -> str:
        """For a person: of how many the words are held, and what waits."""
        if self.reports and not self.read and not self.waiting:
            return "The words of no report are held. Import their documents (PDF) or section texts."
        held = (
            f"The words of {self.read:,} of {many(self.reports, 'report')} are held; matters of concern stand in "
            f"{self.with_matters:,} of them. Of {many(self.responses_known, 'published response')} the words of "
            f"{self.responses:,} are held. What the others say is not known here."
        )
        return f"{held} {waits}" if (waits := self.waits()) else held

    def waits(self) -> str:
        """What came in and is not in the answer yet; blank when nothing waits."""
        counts = ((self.waiting, "report"), (self.responses_waiting, "response"))
        told = [many(count, what) for count, what in counts if count]
        if told:
            one = self.waiting + self.responses_waiting == 1
            return f"{' and '.join(told)} {'waits' if one else 'wait'} to be read. {GO_ON}"
        if self.to_join:
            return "Matters wait to be joined into lessons: `forewarned lessons read` joins them."
        return ""


def any_words() -> bool:
    """Whether the store holds words of any report or response, read or not. A register alone holds none."""
    rows = Reading.objects.filter(retired_by=None)
    return TextRead.objects.exists() or rows.filter(Q(event="response") | Q(kind__in=TEXT_KINDS)).exists()


def rest_of(as_at: date) -> Rest:
    """How much of the register's words is held as at a day."""
    public = Report.objects.filter(published_on__lte=as_at)
    read = TextRead.objects.filter(report__published_on__lte=as_at)
    matters = Matter.objects.filter(kind="matter", report__published_on__lte=as_at)
    return Rest(
        reports=public.count(),
        read=read.filter(role="report").count(),
        responses=read.filter(role="response").count(),
        responses_known=Document.objects.filter(kind__in=("response", "both"), report__published_on__lte=as_at).count(),
        with_matters=matters.values("report").distinct().count(),
        waiting=_reports_waiting(as_at),
        responses_waiting=_responses_waiting(as_at),
        to_join=_to_join(),
    )


def rest_now(as_at: date) -> Rest:
    """`rest_of`, worked out once for the register as it is."""
    return remembered(("rest", as_at), lambda: rest_of(as_at))


def _reports_waiting(as_at: date) -> int:
    """Reports with words that were never read, or by older rules.

    Words that changed since they were read are not counted: to tell would mean to read them all.
    """
    done = TextRead.objects.filter(role="report", report__published_on__lte=as_at)
    older = set(done.exclude(rules__in=good(READ_BY)).values_list("report_id", flat=True))
    some = Q(*(("values__has_key", name) for name in SECTIONS), _connector=Q.OR)
    rows = Reading.objects.filter(event="state", retired_by=None, kind__in=TEXT_KINDS)
    rows = rows.filter(report__published_on__lte=as_at, observed_on__isnull=False)
    # Last, as SQLite tests in this order: to look into a stored text is dear, and most have been read.
    unread = rows.exclude(report_id__in=done.values("report_id")).filter(some).values_list("report_id", "values")
    fresh = {
        report for report, told in unread.iterator() if any(str(told.get(name) or "").strip() for name in SECTIONS)
    }
    return len(older | fresh)


def _responses_waiting(as_at: date) -> int:
    """Responses that were never read, or by older rules; one that is held in several files is read once."""
    done = TextRead.objects.filter(role="response", report__published_on__lte=as_at)
    rows = Reading.objects.filter(event="response", retired_by=None, report__published_on__lte=as_at)
    unread = set(rows.exclude(pk__in=done.values("reading_id")).values_list("report_id", "values__url"))
    known = set(done.values_list("report_id", "url"))
    answered = {report for report, _ in known}
    # One without an address may hold the words of one that has one: where any was read, it was compared with those.
    fresh = {(report, url) for report, url in unread - known if url or report not in answered}
    return len(fresh) + done.exclude(rules__in=good(READ_BY)).count()


def _to_join() -> bool:
    """Whether matters came, changed or went since they were last joined into lessons."""
    last = Grouped.objects.order_by("-id").first()
    matters = Matter.objects.filter(kind="matter").count()
    if last is None:
        return matters > 0
    joined = Lesson.objects.filter(in_force=True).aggregate(size=Sum("size"))["size"] or 0
    return last.matters != matters or joined != Member.objects.filter(lesson__in_force=True).count()
