"""Reading the names of documents: the address's last part or the link's text, split into words.

The official site names its files by habit, not by rule ("2022-0260-Response-from-X_Published.pdf",
"Surname-2015-0126b.pdf", "Forename-SurnameR.pdf"). What is known of those habits is kept here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from rapidfuzz.distance import Levenshtein

from forewarned.reports.duties.refs import Ref

EXTENSION = re.compile(r"\.(?:pdf|docx?|rtf|odt|xlsx?|pptx?|jpe?g|png|msg|html?)$", re.IGNORECASE)
SIZE = re.compile(r"\((?:pdf|docx?|[\d.,]+ ?[kmg]b|opens?|download|\W)+[^)]*\)", re.IGNORECASE)
REF = re.compile(r"(?<!\d)(?P<mark>r)?(?P<year>20[0-4]\d)[ ]?[-–—_ ][ ]?(?P<number>\d{3,5})", re.IGNORECASE)
AFTER_REF = re.compile(r"[ _-]?(?P<mark>r)?(?P<part>[a-h]|\d)?(?![a-z0-9])", re.IGNORECASE)
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
SHORT_MONTHS = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
DATE = re.compile(
    rf"\b\d{{1,2}}[./ ]\d{{1,2}}[./ ](?:20)?\d{{2}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{MONTHS}|{SHORT_MONTHS})(?: (?:20)?\d\d)?\b"
    rf"|\b(?:{MONTHS}) 20\d\d\b",
    re.IGNORECASE,
)
# Words about the handling of the file, never about its author.
NOISE = re.compile(
    r"\b(?:published\w*|redact\w*|redcated|final(?:ised)?|version|copy|scan(?:ned)?|signed|unsigned|pdf|docx?"
    r"|download|web|website|accessible|ocr|combined|v\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RefSeen:
    """A reference seen in a document's name.

    ``start``, ``end``: offsets in ``DocumentName.text``. ``part``: what follows the number ("b", "2"),
    a further part of the same report. ``marked_r``: an R stands against it, the old mark of a response.
    """

    ref: Ref
    start: int
    end: int
    part: str
    marked_r: bool


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A document's name in readable words: ``text`` with its references, ``words`` without them and noise."""

    text: str
    refs: tuple[RefSeen, ...]
    before: str
    after: str

    @property
    def words(self) -> str:
        return f"{self.before} {self.after}".strip()


def file_name(address: str) -> str:
    """The last part of an address, or ``""`` when the address is of a page, not of a file."""
    path = unquote(urlsplit(address.strip()).path)
    last = path.rsplit("/", 1)[-1]
    return last if EXTENSION.search(last) else ""


def read_name(name: str, ref: str = "") -> DocumentName:
    """Split a file name or a link's text into words and the references in it."""
    text = EXTENSION.sub("", SIZE.sub(" ", name.strip()))
    seen = tuple(_refs(text, ref))
    first, last = (seen[0].start, seen[0].end) if seen else (0, 0)
    return DocumentName(text, seen, _spaced(text[:first]), _without_refs(text, last, seen))


def _without_refs(text: str, start: int, seen: Sequence[RefSeen]) -> str:
    rest = text[start:]
    for other in reversed([one for one in seen if one.start >= start]):
        rest = rest[: other.start - start] + " " + rest[other.end - start :]
    return _spaced(rest)


def _refs(text: str, known: str) -> list[RefSeen]:
    known_digits = re.sub(r"\D", "", known)
    found = []
    for match in REF.finditer(text):
        digits = match["number"]
        part, end = "", match.end()
        if len(digits) == 5 and not digits.startswith("00") and match["year"] + digits != known_digits:
            # "Surname-2014-05572.pdf": the fifth digit numbers the parts of one report.
            digits, part = digits[:4], digits[4]
        after = AFTER_REF.match(text, match.end())
        marked = bool(match["mark"])
        if after is not None and (after["mark"] or (after["part"] and after.group()[0] not in " _-")):
            part, end = part or (after["part"] or "").lower(), after.end()
            marked = marked or bool(after["mark"])
        found.append(RefSeen(Ref(int(match["year"]), int(digits)), match.start(), end, part, marked))
    return found


def _spaced(text: str) -> str:
    """Words as a person would write them: separators to spaces, glued words parted ("Response2")."""
    text = re.sub(r"[_\-–—+]+", " ", text)
    text = re.sub(r"(?<=[a-z]{2})(?=[A-Z])(?<!\bMac)", " ", text)
    text = re.sub(r"(?i)(?<=respons)(?P<e>es?)(?=\d)", r"\g<e> ", text)
    text = re.sub(r"\.(?=\s|$)|(?<=\s)\.", " ", text)
    return re.sub(r"\s+", " ", text).strip(" ,;:")


def plain(word: str) -> str:
    """A word without case, apostrophes and punctuation."""
    return re.sub(r"[^0-9a-z]", "", word.casefold().replace("’", "").replace("'", ""))


def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name worth comparing: no titles, no joining words, no redactions."""
    dropped = {
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "and",
        "others",
        "baby",
        "captain",
        "redacted",
        "the",
        "of",
        "",
    }
    return tuple(word for word in (plain(one) for one in re.split(r"[\s\-–,&/]+", name)) if word not in dropped)


def is_person_word(word: str, person: Sequence[str]) -> bool:
    """Is this word (plain) part of the person's name, one letter of typing error allowed in longer ones?"""
    for part in person:
        if word == part or (len(part) >= 5 and Levenshtein.distance(word, part, score_cutoff=1) <= 1):
            return True
    return False


def is_response_word(word: str) -> bool:
    """ "response" and its typing errors ("Resposne", "Reponse", "Respons"), never "responsible"."""
    word = plain(word)
    if word in ("reply", "replies", "replied", "respond", "responds", "resp"):
        return True
    if len(word) < 6 or not word.startswith("re") or word.startswith(("responsi", "responder", "respirat")):
        return False
    return min(Levenshtein.distance(word, right, score_cutoff=2) for right in ("response", "responses")) <= 2
