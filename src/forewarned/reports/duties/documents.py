"""What each document of a report's page is, told by its name, and by its first words where they are known.

On 66 of 774 recent pages the first document is a response (domain note): the place on the page decides
nothing, it is only asked where a name says nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forewarned.reports.duties.authors import SUBJECT_WORDS, attachment, clean, is_body_like, respondent_of
from forewarned.reports.duties.content import Kind, dates_in, kind_from_content, letter_date
from forewarned.reports.duties.naming import (
    DocumentName,
    file_name,
    is_person_word,
    is_response_word,
    person_words,
    plain,
    read_name,
)
from forewarned.reports.duties.refs import Ref

__all__ = ["Document", "Kind", "classify", "classify_page"]

REPORT_WORDS = re.compile(
    r"prevention of (?:future|further)|prevent(?:ion)? (?:of )?future death|\bpfds?\b"
    r"|\breg(?:ulation)? ?28\b|\brule 43\b",
    re.IGNORECASE,
)
WITH = r"(?:with|and|including|incl|plus)(?: an?| the)? "
COVERING = re.compile(r"\b(?:cover(?:ing)?|accompanying) (?:letter|note|email)", re.IGNORECASE)
APPENDIX = re.compile(
    r"\b(?:appendi(?:x|ces|cies)|annex(?:e|es|ure)?|enclosures?|exhibits?|attachments?)\b", re.IGNORECASE
)
NARRATIVE = re.compile(r"\b(?:narratives?|record of inquest|roi|inquisition|conclusion)\b", re.IGNORECASE)
CORONER_LETTER = re.compile(
    r"\b(?:letter|reply|email) from (?:the |hm |h m |senior |area |assistant |chief )*coroner"
    r"|\bcoroner(?:s|'s)? (?:letter|reply|email)",
    re.IGNORECASE,
)
FURTHER = re.compile(
    r"\b(?:further|second|2nd|amended|updated?|revised|corrected|addendum|supplementary)\b", re.IGNORECASE
)
WITH_AUTHOR = (Kind.RESPONSE, Kind.APPENDIX, Kind.COVERING_LETTER)
BOTH = re.compile(r"\breports? (?:and|with|plus|&) respon", re.IGNORECASE)
# Of a document, not of the body it is from ("Joint Committee on Vaccination").
JOINT = re.compile(
    r"\bjoint(?:ly)? (?:\w+ )?(?:respon|reply|replies|letter)|\brespon\w*,? joint(?:ly)?\b(?! comm)|\bjoint$",
    re.IGNORECASE,
)
LETTER_FROM = re.compile(r"\b(?:update|letter|email) (?:from|by)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """What one document is.

    ``name`` is what was read (file name, else the link's text). ``respondent`` is who a response is from,
    readable, ``""`` when its name does not say; ``several`` when it holds the responses of more than one
    body, or is told as joint. ``refs`` are the references its name shows. ``dated`` is the letter's own date,
    read from the content or, with day, month and year, from the name. ``score`` 0..1 says how sure the kind is.
    """

    url: str
    name: str
    kind: Kind
    reason: str
    score: float
    respondent: str = ""
    several: bool = False
    refs: tuple[Ref, ...] = ()
    dated: date | None = None

    @property
    def holds_response(self) -> bool:
        return self.kind in (Kind.RESPONSE, Kind.BOTH)


def classify(name: str, *, url: str = "", ref: str = "", deceased: str = "", content: str = "") -> Document:
    """Tell one document by its file name (in ``url``, or ``name`` itself) and its link's text.

    ``content`` (its first text, where known) overrules the name, with the reason.
    """
    texts = [file_name(url or name), "" if _is_address(name) else name]
    person = person_words(deceased)
    readings = [_by_name(read_name(text, ref), person) for text in dict.fromkeys(texts) if text.strip()]
    if not readings:
        return Document(url or name, name, Kind.OTHER, "a link to a page, not to a document", 0.9)
    best = max(readings, key=lambda one: one.score)
    respondent = best.respondent or next((one.respondent for one in readings if one.respondent), "")
    several = any(one.several for one in readings)
    best = replace(best, url=url or name, respondent=respondent, several=several)
    return _with_content(best, content) if content else best


def classify_page(
    documents: Sequence[tuple[str, str]],
    *,
    ref: str = "",
    deceased: str = "",
    contents: Mapping[str, str] | None = None,
) -> tuple[Document, ...]:
    """Tell all documents of one page, (address, link text) in page order, each in the others' light.

    A name that is only a reference is the report when nothing else on the page is, else a response; a
    paper sent with a response ("…-Action-Plan") is an appendix when its author's response is there too.
    """
    contents = contents or {}
    read = [
        classify(name, url=url, ref=ref, deceased=deceased, content=contents.get(url, "")) for url, name in documents
    ]
    has_report = any(one.kind in (Kind.REPORT, Kind.BOTH) for one in read)
    if not has_report and read and read[0].kind is Kind.FURTHER_REPORT:
        read[0] = replace(read[0], kind=Kind.REPORT, reason=f"{read[0].reason}, in place of the first")
        has_report = True
    for i, one in enumerate(read):
        if one.kind is Kind.OTHER and one.reason == ONLY_A_REFERENCE:
            if has_report or i > 0:
                read[i] = replace(one, kind=Kind.RESPONSE, reason=f"{one.reason}, beside the report", score=0.6)
            else:
                read[i] = replace(one, kind=Kind.REPORT, reason=f"{one.reason}, and the only document", score=0.6)
                has_report = True
    return tuple(_appendix_beside(one, read) for one in read)


ONLY_A_REFERENCE = "its name is only a reference"


def _appendix_beside(one: Document, page: Sequence[Document]) -> Document:
    kept = attachment(read_name(one.name).words) if one.kind is Kind.RESPONSE else ""
    if not kept:
        return one
    same = [
        other
        for other in page
        if other is not one
        and other.kind is Kind.RESPONSE
        and not attachment(read_name(other.name).words)
        and plain(other.respondent) == plain(one.respondent)
    ]
    if not same:
        return one
    return replace(one, kind=Kind.APPENDIX, reason="a paper sent with the same body's response on this page")


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "/")) and " " not in text


def _with_content(one: Document, content: str) -> Document:
    dated = letter_date(content) or one.dated
    told = kind_from_content(content)
    if told is None or told[0] is one.kind:
        return replace(one, dated=dated)
    kind, reason = told
    keeps = kind is Kind.REPORT and one.kind in (Kind.FURTHER_REPORT, Kind.BOTH)
    if keeps or (kind is Kind.RESPONSE and one.kind is Kind.APPENDIX):
        return replace(one, dated=dated)
    return replace(one, kind=kind, reason=f"{reason} (its name says {one.kind})", score=0.95, dated=dated)


def _by_name(name: DocumentName, person: Sequence[str]) -> Document:
    kind, reason, score = _kind(name, person)
    full = dates_in(name.words.replace(".", "/") if "/" not in name.words else name.words)
    words = name.words.split()
    respondent = respondent_of(name, person) if kind in WITH_AUTHOR else ""
    return Document(
        url="",
        name=name.text,
        kind=kind,
        reason=reason,
        score=score,
        respondent=respondent,
        several=bool(JOINT.search(name.words))
        or any(plain(word).startswith("responses") or plain(word) == "replies" for word in words),
        refs=tuple(dict.fromkeys(one.ref for one in name.refs)),
        dated=full[0] if len(full) == 1 else None,
    )


def _kind(name: DocumentName, person: Sequence[str]) -> tuple[Kind, str, float]:
    words = name.words
    response = any(is_response_word(word) for word in words.split())
    if BOTH.search(words):
        return Kind.BOTH, "named as report and responses in one", 0.9
    if COVERING.search(words) and not re.search(WITH + "cover", words, re.IGNORECASE):
        return Kind.COVERING_LETTER, "named a covering letter", 0.9
    if APPENDIX.search(words) and not re.search(WITH + "(?:appendi|annex|enclos|exhib|attach)", words, re.IGNORECASE):
        return Kind.APPENDIX, "named an appendix, annex, enclosure or exhibit", 0.9
    if CORONER_LETTER.search(words) and not response:
        return Kind.CORONER_LETTER, "named a letter from the coroner", 0.9
    if response:
        return Kind.RESPONSE, "named a response", 0.95
    if REPORT_WORDS.search(words):
        return _report_kind(name)
    if NARRATIVE.search(words):
        return Kind.NARRATIVE, "named a narrative or record of the inquest", 0.9
    if any(seen.marked_r for seen in name.refs) or _ends_on_r(words, person):
        return Kind.RESPONSE, "marked R, the site's old sign of a response", 0.85
    if LETTER_FROM.search(words):
        return Kind.RESPONSE, "named a letter or update from a body", 0.8
    return _by_layout(name, person)


def _report_kind(name: DocumentName) -> tuple[Kind, str, float]:
    if NARRATIVE.search(name.words):
        return Kind.NARRATIVE, "named the narrative of the inquest", 0.85
    if FURTHER.search(name.words):
        return Kind.FURTHER_REPORT, "named a further or amended report", 0.9
    if any(seen.part for seen in name.refs):
        return Kind.REPORT, "named as a further part of the report", 0.9
    return Kind.REPORT, "named as the report", 0.95


def _ends_on_r(words: str, person: Sequence[str]) -> bool:
    """ "Forename-SurnameR.pdf", "Forename-Surname-R.pdf": the deceased's name with an R."""
    tokens = [plain(word) for word in words.split() if not word.isdigit()]
    tokens = [token for token in tokens if token not in ("redacted", "published")]
    if len(tokens) < 2 or not person:
        return False
    if tokens[-1] == "r":
        return is_person_word(tokens[-2], person)
    return tokens[-1] not in person and tokens[-1].endswith("r") and tokens[-1][:-1] in person


def _by_layout(name: DocumentName, person: Sequence[str]) -> tuple[Kind, str, float]:
    """The site's habit: the deceased's name stands first on a report, the reference first on a response."""
    before, after = _bare(name.before), _bare(name.after)
    first = before.split(" ")[:2]
    if name.refs and before:
        named = any(is_person_word(plain(word), person) for word in first)
        if not named and SUBJECT_WORDS.search(before):
            return Kind.OTHER, "a subject, not the name of the deceased, stands first", 0.6
        if not named and is_body_like(before):
            return Kind.RESPONSE, "a body's name, then the reference", 0.6
        if FURTHER.search(name.words):
            return Kind.FURTHER_REPORT, "a name, the reference, and a word for a further report", 0.8
        part = ", a further part of it" if any(seen.part for seen in name.refs) else ""
        return (
            Kind.REPORT,
            f"a name, then the reference, as the report is named{part}",
            0.85 if named else 0.7,
        )
    if any(is_person_word(plain(word), person) for word in after.split(" ")) and not (
        is_body_like(after) or SUBJECT_WORDS.search(after)
    ):
        if FURTHER.search(after):
            return Kind.FURTHER_REPORT, "the name of the deceased, and a word for a further report", 0.8
        return Kind.REPORT, "only the name of the deceased, as the report is named", 0.75
    if not after:
        return (Kind.OTHER, ONLY_A_REFERENCE, 0.5) if name.refs else (Kind.OTHER, "its name says nothing", 0.3)
    if is_body_like(after):
        start = "the reference, then a body's name" if name.refs else "a body's name"
        return Kind.RESPONSE, f"{start}, as responses are named", 0.8 if name.refs else 0.6
    return Kind.OTHER, "neither the deceased, a response, nor a body is named", 0.4


def _bare(words: str) -> str:
    return " ".join(word for word in clean(words).split(" ") if not word.isdigit())
