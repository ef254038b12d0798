"""One report's duties put together: its addressees, documents, days of publication and listings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forewarned.organisations.values import Mention
from forewarned.reports.duties.documents import Document, Kind
from forewarned.reports.duties.due import Due
from forewarned.reports.duties.events import Bounds, Publication
from forewarned.reports.duties.matching import Addressee, Matching, Respondent, match_responses
from forewarned.reports.duties.state import DutyFacts, Listing, ResponseFact

UNNAMED = "counted but not listed"


@dataclass(frozen=True, slots=True)
class ReportDuties:
    """``duties``: the facts of each addressee's duty, by the addressee's key, in order; ``matching``: why."""

    duties: Mapping[str, DutyFacts]
    matching: Matching


def respondents(
    documents: Sequence[Document], mentions_of: Callable[[str], tuple[Mention, ...]] | None = None
) -> tuple[Respondent, ...]:
    """The documents that hold a response, with the bodies they name where a resolver is given."""
    return tuple(
        Respondent(
            key=one.url,
            text=one.respondent,
            mentions=mentions_of(one.respondent) if mentions_of and one.respondent else (),
            several=one.several or one.kind is Kind.BOTH,
        )
        for one in documents
        if one.holds_response
    )


def report_duties(
    addressees: Sequence[Addressee],
    documents: Sequence[Document],
    *,
    report_on: date | None,
    due: Due,
    publication: Publication,
    mentions_of: Callable[[str], tuple[Mention, ...]] | None = None,
    listings: Mapping[str, tuple[Listing, ...]] | None = None,
    addressees_from_page: bool = True,
) -> ReportDuties:
    """The facts of every duty of one report.

    ``publication`` must hold each document's address. What was counted but is not listed is an
    unmatched response to all; ``listings`` go by the addressee's key. ``addressees_from_page`` False: they
    are someone's later correction, so a response that names another body may be the true addressee's.
    """
    matching = match_responses(addressees, respondents(documents, mentions_of))
    dated = {one.url: one.dated for one in documents}

    def fact(document: str, sure: bool) -> ResponseFact:
        bounds = publication.documents[document]
        return ResponseFact(document, bounds.seen_from, bounds.seen_by, dated[document], sure)

    unmatched = [
        (fact(one.document, False), one.not_from if addressees_from_page else frozenset())
        for one in matching.unmatched
    ]
    if publication.unnamed is not None:
        unmatched.append((_counted(publication.unnamed), frozenset()))

    def facts(key: str) -> DutyFacts:
        answers = tuple(fact(one.document, one.sure) for one in matching.matches if one.addressee == key)
        others = tuple(one for one, not_from in unmatched if key not in not_from)
        return DutyFacts(report_on, due, answers, others, (listings or {}).get(key, ()))

    return ReportDuties({addressee.key: facts(addressee.key) for addressee in addressees}, matching)


def _counted(bounds: Bounds) -> ResponseFact:
    return ResponseFact(UNNAMED, bounds.seen_from, bounds.seen_by, None, False)
