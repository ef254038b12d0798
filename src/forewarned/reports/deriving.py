"""From the readings of one report to who had to answer, by when, and what answers it. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forewarned.organisations.directory import Directory
from forewarned.organisations.resolver import read_addressees
from forewarned.organisations.values import Decision, Mention
from forewarned.reports.chosen import (
    Said,
    Version,
    addressee_versions,
    choose,
    chosen_date,
    chosen_text,
    current,
    documents,
    first_words,
    published_on,
)
from forewarned.reports.duties.documents import Document, Kind, classify_page
from forewarned.reports.duties.due import Due, due_date
from forewarned.reports.duties.events import OLD_DAYS, Bounds, Change, Publication, Snapshots, is_event, publication
from forewarned.reports.duties.matching import Addressee, Respondent, match_responses
from forewarned.reports.missing import normalise_ref

LISTS_DOCUMENTS = frozenset({"page", "register", "tracker", "snapshots"})
"""Kinds of source that list or count a report's documents; others (a listing, the Toolkit) say nothing of them."""
NOT_LISTED = "counted but not listed"
UNLISTED = "a document was counted that stands in no list held here"


@dataclass(frozen=True, slots=True)
class Ground:
    """What every report is read against: known bodies, people's decisions, the snapshots as a whole.

    ``register_as_of``: the day of the newest whole register; a report not in it then is gone.
    """

    directory: Directory
    decisions: Mapping[str, Decision]
    snapshots: Snapshots
    register_as_of: date | None
    today: date


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty: an addressee in one version of the addressee list."""

    position: int
    mention: Mention
    version: Version
    due: Due


@dataclass(frozen=True, slots=True)
class Published:
    """A document with what it was told to be and when it can first have been published."""

    position: int
    document: Document
    bounds: Bounds | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A response (by position) that answers, or may answer, a duty (by its index in ``Settlement.duties``)."""

    document: int
    duty: int
    score: float
    sure: bool
    matched: bool
    """False: no addressee was found for the response, and this one may have sent it."""
    reason: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """All that follows from one report's readings."""

    ref: str
    ref_as_written: str
    date_of_report: date | None
    date_of_death: date | None
    published_on: date | None
    gone_on: date | None
    categories: tuple[str, ...]
    documents_read: bool
    duties: tuple[Owed, ...]
    documents: tuple[Published, ...]
    answers: tuple[Answered, ...]


def settle_one(readings: Sequence[Said], ground: Ground) -> Settlement:
    """Settle one report from its readings: those in force say what is known, the retired what was known before."""
    earlier = [said for said in readings if said.retired]
    readings = current(readings)
    written = chosen_text(readings, "ref")
    ref, _ = normalise_ref(written)
    report_on = chosen_date(readings, "date_of_report")
    public = published_on(readings, ground.snapshots.baseline)
    duties = _duties(readings, earlier, ground, report_on, public)
    published = _documents(readings, earlier, ground, report_on or public, public, str(ref) if ref else written)
    return Settlement(
        ref=str(ref) if ref else written,
        ref_as_written=written,
        date_of_report=report_on,
        date_of_death=chosen_date(readings, "date_of_death"),
        published_on=public,
        gone_on=_gone_on(readings, ground),
        categories=_categories(readings),
        documents_read=any(said.kind in LISTS_DOCUMENTS for said in readings),
        duties=duties,
        documents=published,
        answers=tuple(_answers(duties, published, ground, report_on)),
    )


def _categories(readings: Iterable[Said]) -> tuple[str, ...]:
    choice = choose(readings, "categories")
    return tuple(str(one) for one in choice.value) if choice and isinstance(choice.value, list) else ()


def _gone_on(readings: Iterable[Said], ground: Ground) -> date | None:
    """The day of the newest whole register if it no longer has a report that others saw before it."""
    seen = list(readings)
    if ground.register_as_of is None or any(said.kind == "register" and not said.retired for said in seen):
        return None
    if all(said.observed_on > ground.register_as_of for said in seen):
        return None
    return ground.register_as_of


def _duties(
    readings: Sequence[Said],
    earlier: Sequence[Said],
    ground: Ground,
    report_on: date | None,
    public: date | None,
) -> tuple[Owed, ...]:
    due = due_date(
        report_on=report_on,
        sent_on=chosen_date(readings, "sent_on"),
        printed=chosen_date(readings, "due_on"),
        extended=chosen_date(readings, "extended_to"),
    )
    area = chosen_text(readings, "coroner_area")
    versions = addressee_versions(
        readings,
        public_from=public,
        is_event=lambda on: _is_news(on, ground.snapshots, report_on),
        earlier=earlier,
    )
    found: list[Owed] = []
    for version in versions:
        mentions = read_addressees(version.text, report_on, ground.directory, ground.decisions, area=area)
        for position, mention in enumerate(_once_each(mentions)):
            found.append(Owed(position, mention, version, due))
    return tuple(found)


def _is_news(on: date, snapshots: Snapshots, report_on: date | None) -> bool:
    """Can a first list of addressees seen on that day be new? Not on a day of corrections, nor for an old report."""
    old = report_on is not None and (on - report_on).days > OLD_DAYS
    return not old and is_event(Change("", on, "sent_to"), snapshots, report_on)


def _once_each(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention a body: a list that names a body twice puts one duty on it."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        key = mention.body.key if mention.body else f"{mention.party}:{mention.start}"
        first = found.get(key)
        if first is None:
            found[key] = mention
        elif mention.as_written not in first.as_written:
            found[key] = replace(first, as_written=f"{first.as_written}; {mention.as_written}")
    return list(found.values())


def _documents(
    readings: Sequence[Said],
    earlier: Sequence[Said],
    ground: Ground,
    report_on: date | None,
    public: date | None,
    ref: str,
) -> tuple[Published, ...]:
    listed = documents(readings)
    deceased = chosen_text(readings, "deceased_name")
    told = classify_page(list(listed), ref=ref, deceased=deceased, contents=first_words(readings))
    seen = _publication(readings, [document.url for document in told], ground, report_on, told)
    before = _published_before(earlier, readings, ground, report_on, told)
    found = [
        Published(
            position,
            document,
            _of_the_report(document, public) or _joined(seen.documents.get(document.url), before, document.url),
        )
        for position, document in enumerate(told)
    ]
    if seen.unnamed is not None:
        for extra in range(seen.unnamed_count):
            blank = Document(
                "", NOT_LISTED, Kind.RESPONSE, "a document was counted that stands in no list held here", 0.5
            )
            found.append(Published(len(told) + extra, blank, seen.unnamed))
    return tuple(found)


def _publication(
    readings: Sequence[Said],
    urls: Sequence[str],
    ground: Ground,
    report_on: date | None,
    told: Sequence[Document],
) -> Publication:
    first = next((document for document in told if urls and document.url == urls[0]), None)
    return publication(
        urls,
        _history(readings),
        ground.snapshots,
        report_on=report_on,
        register_on=max((said.observed_on for said in readings), default=ground.today),
        first_is_report=first is None or not first.holds_response,
        count=_last_count(readings),
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """What an earlier look at the documents showed. ``whole``: as many were counted then as it lists."""

    on: date
    bounds: Mapping[str, Bounds]
    whole: bool


def _published_before(
    earlier: Sequence[Said],
    readings: Sequence[Said],
    ground: Ground,
    report_on: date | None,
    told: Sequence[Document],
) -> list[_Listed]:
    """What retired lists of documents show, oldest first: a document that came later takes no day from the others."""
    found = []
    for said in sorted(earlier, key=lambda one: one.observed_on):
        urls = [url for url, _ in documents([said])]
        if not urls:
            continue
        then = [one for one in readings if one.kind != said.kind or one.event != "state"]
        then = [said, *(one for one in then if one.observed_on <= said.observed_on)]
        counts = [_count(one) for one in then if one.kind == said.kind and one.observed_on == said.observed_on]
        whole = said.kind == "page" or len(urls) - 1 in counts
        bounds = _publication(then, urls, ground, report_on, told).documents
        found.append(_Listed(said.observed_on, bounds, whole))
    return found


def _joined(now: Bounds | None, before: Sequence[_Listed], url: str) -> Bounds | None:
    """The bounds of the first look that showed the document; not before the last whole one that did not."""
    absent = None
    for look in before:
        if url in look.bounds:
            now = min(now or look.bounds[url], look.bounds[url], key=lambda one: one.seen_by)
            break
        absent = look.on if look.whole else absent
    if now is None or absent is None or (now.seen_from and now.seen_from >= absent):
        return now
    return Bounds(min(absent, now.seen_by), now.seen_by, f"{now.reason}; not listed on {absent}")


def _of_the_report(document: Document, public: date | None) -> Bounds | None:
    """The report itself was there from the first day; counts of documents are of what stands beside it."""
    if document.kind is Kind.REPORT and public is not None:
        return Bounds(None, public, "published with the page")
    return None


def _history(readings: Iterable[Said]) -> list[Change]:
    """What the snapshots say changed, and every count that another source gives with its day."""
    changes = [
        Change("", said.observed_on, said.event, _count(said), str(said.values.get("sent_to_corrected", "")))
        if said.kind == "snapshots"
        else Change("", said.observed_on, "counted", _count(said))
        for said in readings
        if said.kind == "snapshots" or _count(said) is not None
    ]
    return sorted(changes, key=lambda change: (change.on, change.event))


def _last_count(readings: Iterable[Said]) -> tuple[date, int] | None:
    """The newest count of documents that comes with a day, from outside the snapshots."""
    counts = [
        (said.observed_on, count)
        for said in readings
        if said.kind != "snapshots" and (count := _count(said)) is not None
    ]
    return max(counts) if counts else None


def _count(said: Said) -> int | None:
    value = said.values.get("replies_count")
    return value if isinstance(value, int) else None


def _answers(
    duties: Sequence[Owed], published: Sequence[Published], ground: Ground, report_on: date | None
) -> Iterable[Answered]:
    """Which responses answer, or may answer, which duties, in each version of the addressee list.

    A response that no addressee was found for may be from any of them but those it surely is not from.
    That exclusion needs the page's own words: a later correction of the addressees may be what is wrong.
    """
    respondents = [_respondent(one, ground, report_on) for one in published if one.document.holds_response]
    unnamed = [one.position for one in published if one.document.name == NOT_LISTED]
    for version in dict.fromkeys(duty.version for duty in duties):
        indexed = {index: duty for index, duty in enumerate(duties) if duty.version == version}
        addressees = [
            Addressee(str(index), duty.mention.as_written, (duty.mention,)) for index, duty in indexed.items()
        ]
        matching = match_responses(addressees, [one for one in respondents if one.text != NOT_LISTED])
        for match in matching.matches:
            yield Answered(int(match.document), int(match.addressee), match.score, match.sure, True, match.reason)
        for one in matching.unmatched:
            not_from = one.not_from if version.source == "page" else frozenset()
            for index in indexed:
                if str(index) not in not_from:
                    yield Answered(int(one.document), index, 0.0, False, False, one.reason)
        for position in unnamed:
            for index in indexed:
                yield Answered(position, index, 0.0, False, False, UNLISTED)


def _respondent(one: Published, ground: Ground, report_on: date | None) -> Respondent:
    document = one.document
    text = NOT_LISTED if document.name == NOT_LISTED else document.respondent
    mentions: tuple[Mention, ...] = ()
    if text and text != NOT_LISTED:
        mentions = read_addressees(text, report_on, ground.directory, ground.decisions)
    return Respondent(str(one.position), text, mentions, document.several)
