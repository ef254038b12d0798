"""What an answer about words leaves out: reports whose words are not held, and texts that wait to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forewarned.lessons.models import TextRead
from forewarned.reports.models import Document, Report


@dataclass(frozen=True, slots=True)
class Rest:
    """``reports``: public as at the day; ``read``: those whose words were read; ``responses`` read, of ``known``."""

    reports: int
    read: int
    responses: int
    responses_known: int

    def sentence(self) -> str:
        """For a person: of how many the words are held."""
        if self.reports and not self.read:
            return "The words of no report are held. Import their documents (PDF) or section texts."
        return (
            f"The words of {self.read:,} of {self.reports:,} reports are held, and of {self.responses:,} of "
            f"{self.responses_known:,} published responses. What the others say is not known here."
        )


def rest_of(as_at: date) -> Rest:
    """How much of the register's words is held as at a day."""
    public = Report.objects.filter(published_on__lte=as_at)
    return Rest(
        reports=public.count(),
        read=TextRead.objects.filter(role="report", report__published_on__lte=as_at).count(),
        responses=TextRead.objects.filter(role="response", report__published_on__lte=as_at).count(),
        responses_known=Document.objects.filter(kind__in=("response", "both"), report__published_on__lte=as_at).count(),
    )
