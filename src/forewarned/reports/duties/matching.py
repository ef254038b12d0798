"""Which addressee each published response answers, with a reason and a score, or "unmatched".

Strongest first: the same body (or its predecessor or successor), the same name as written, initials,
typing errors, one body answering for another, and last elimination, which never overrules a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from forewarned.organisations.names import plain
from forewarned.organisations.values import Body, Mention
from forewarned.reports.duties.authors import is_body_like
from forewarned.reports.duties.likeness import (
    JUSTICE,
    Likeness,
    alike,
    spoken,
    surely_different,
    telling_words,
)

SURE = 0.75
SAME_WORDS = 0.95
"""From here on the response is named as the addressee is written: whoever that is, it is the same one."""
SOLE = 0.8
LEFT_OVER = 0.6
GENERAL = 0.78
AMONG = 0.85
CLEAR = 0.9
ONE_WORD = 0.7
UNSURE_BODY = 0.7
JOINT = 0.3
MAYBE_JOINT = "told as joint and names only another addressee: it may be this one's too"
# The same words name the same body, whatever bodies they were resolved to.
SAME_NAME = 0.95
# What stands between the bodies one file names.
JOINED = re.compile(r"\s*(?:,|&|\band\b(?! crime)|\bon behalf of\b)\s*", re.IGNORECASE)
# Words in place of names: the page says "various recipients", so there is no only addressee.
NOT_ONE = re.compile(r"\bvarious\b|\brecipients\b|\bsee (?:the )?(?:pfd )?report\b|^n a$|\band others\b")


@dataclass(frozen=True, slots=True)
class Addressee:
    """One addressee of a report: a key of the caller's, the words as written, the bodies they name."""

    key: str
    text: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Respondent:
    """A document that holds a response: a key of the caller's and who its name says it is from.

    ``text`` is ``""`` when it names nobody. ``several``: it holds the response of more than one body.
    """

    key: str
    text: str
    mentions: tuple[Mention, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A response answers an addressee; ``sure`` when little doubt is left: ``score >= SURE``, and the addressee
    is not ``doubtful`` itself (on the review list: it is not sure who is named there)."""

    document: str
    addressee: str
    score: float
    reason: str
    doubtful: bool = False

    @property
    def sure(self) -> bool:
        return self.score >= SURE and not self.doubtful


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A response that no addressee could be found for: any may have sent it but those in ``not_from``.

    ``not_from``: keys of addressees that are surely another body than the one it names.
    """

    document: str
    reason: str
    not_from: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Matching:
    """All responses of one report settled: each in ``matches`` (once an addressee) or in ``unmatched``."""

    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]


def match_responses(addressees: Sequence[Addressee], respondents: Sequence[Respondent]) -> Matching:
    """Match one report's responses to its addressees. Give only documents that hold a response."""
    matches: list[Match] = []
    open_ones: list[Respondent] = []
    for respondent in respondents:
        named = _by_name(respondent, addressees)
        matches.extend(named)
        if len(named) == 1 and respondent.several and not _names_several(respondent):
            others = (one for one in addressees if one.key != named[0].addressee)
            matches.extend(Match(respondent.key, one.key, JOINT, MAYBE_JOINT) for one in others)
        if not named:
            open_ones.append(respondent)
    answered = {match.addressee for match in matches if match.reason != MAYBE_JOINT}
    unmatched: list[Unmatched] = []
    for respondent in open_ones:
        match = _by_elimination(respondent, addressees, answered, open_ones)
        if match is not None:
            matches.append(match)
        else:
            ruled_out = frozenset(one.key for one in addressees if _ruled_out(respondent, one))
            unmatched.append(Unmatched(respondent.key, _why_unmatched(respondent, addressees), ruled_out))
    doubtful = {one.key for one in addressees if any(not mention.sure for mention in one.mentions)}
    settled = (replace(one, doubtful=one.score < SAME_WORDS and one.addressee in doubtful) for one in matches)
    return Matching(tuple(settled), tuple(unmatched))


@dataclass(frozen=True, slots=True)
class _Candidate:
    addressee: str
    start: int
    end: int
    likeness: Likeness


def _by_name(respondent: Respondent, addressees: Sequence[Addressee]) -> list[Match]:
    """Every addressee the respondent's name reaches; parts of the name already used are not used again."""
    if not respondent.text and not respondent.mentions:
        return []
    found = [one for addressee in addressees for one in _candidates(respondent, addressee)]
    found.sort(key=lambda one: (-one.likeness.score, one.start - one.end))
    kept: list[_Candidate] = []
    for one in found:
        if any(one.addressee == other.addressee for other in kept):
            continue
        clash = [other for other in kept if one.start < other.end and other.start < one.end]
        if clash and not _also(one, clash):
            continue
        kept.append(one)
    general = [one for one in kept if one.likeness.score < LEFT_OVER]
    if general and (len(general) > 1 or len(kept) > 1):
        kept = [one for one in kept if one not in general]
    return [Match(respondent.key, one.addressee, _score(one), one.likeness.reason) for one in kept]


def _names_several(respondent: Respondent) -> bool:
    """Does a joint response name its authors itself? Then it is nobody else's."""
    return len({mention.body.key for mention in respondent.mentions if mention.body is not None}) > 1


def _score(one: _Candidate) -> float:
    """A general name ("University Health Board") is enough where only one addressee bears it."""
    return max(one.likeness.score, GENERAL) if one.likeness.score < LEFT_OVER else one.likeness.score


def _also(one: _Candidate, clash: Iterable[_Candidate]) -> bool:
    """The same words may name two addressees that are one body (a department, and its minister)."""
    return one.likeness.score >= CLEAR and all(other.likeness.score >= CLEAR for other in clash)


def _candidates(respondent: Respondent, addressee: Addressee) -> list[_Candidate]:
    bodies = _by_body(respondent, addressee)
    whole = alike(respondent.text, addressee.text)
    if bodies is not None and bodies.score:
        return [_Candidate(addressee.key, 0, len(respondent.text), bodies)]
    if bodies is not None and (whole is None or whole.score < SAME_NAME):
        return []
    found = []
    for start, end, words in _segments(respondent.text):
        likeness = alike(words, addressee.text) or _among_several(words, addressee.text)
        if likeness is None:
            continue
        if words != respondent.text and likeness.score < CLEAR and len(telling_words(words)) < 2:
            # One word out of a longer name ("Festival" of "Festival and Event Ltd") is not much of a name.
            likeness = Likeness(min(likeness.score, ONE_WORD), likeness.reason)
        found.append(_Candidate(addressee.key, start, end, likeness))
    return found


def _among_several(words: str, addressee: str) -> Likeness | None:
    """An addressee field that was not parted ("A and B Council") names this body among others."""
    for _, _, part in _segments(addressee)[1:]:
        likeness = alike(words, part)
        if likeness is not None and likeness.score >= AMONG:
            return Likeness(AMONG, "named among several bodies in the addressee's words")
    return None


def _by_body(respondent: Respondent, addressee: Addressee) -> Likeness | None:
    """What the resolved bodies say; score 0 for surely different ones; ``None`` when they say nothing."""
    theirs = [mention for mention in respondent.mentions if _tells(mention)]
    ours = [mention for mention in addressee.mentions if mention.body is not None]
    if not theirs or not ours:
        return None
    for mention in theirs:
        for owed in ours:
            if mention.body is not None and owed.body is not None and mention.body.key == owed.body.key:
                score = 1.0 if mention.sure and owed.sure else _unsure_body(respondent, addressee)
                return Likeness(score, f"the same body, {owed.body.name}")
    if _keys(theirs) & _keys(ours):
        sure = all(mention.sure for mention in (*theirs, *ours))
        score = 0.95 if sure else _unsure_body(respondent, addressee)
        return Likeness(score, "the same body under an earlier or later name")
    if len(theirs) == 1 and all(_known(mention) for mention in (*theirs, *ours)):
        justice = _answers_for_prisons(theirs[0]) and any(_answers_for_prisons(owed) for owed in ours)
        return None if justice else Likeness(0.0, "surely different bodies")
    return None


def _unsure_body(respondent: Respondent, addressee: Addressee) -> float:
    """Of bodies not read for sure, the words decide whether they are one."""
    likeness = alike(respondent.text, addressee.text)
    return CLEAR if likeness is not None and likeness.score >= AMONG else UNSURE_BODY


def _tells(mention: Mention) -> bool:
    """Do a respondent's own words tell the body they were resolved to? "Health Board" alone tells none."""
    if mention.body is None:
        return False
    if telling_words(mention.as_written):
        return True
    likeness = alike(mention.as_written, mention.body.name)
    return likeness is not None and likeness.score > LEFT_OVER


def _known(mention: Mention) -> bool:
    """Is it surely a body the directory knows? One known only by its name may have other names."""
    return mention.sure and mention.body is not None and not mention.body.key.startswith("named:")


def _answers_for_prisons(mention: Mention) -> bool:
    names = mention.as_written if mention.body is None else f"{mention.as_written} {mention.body.name}"
    return bool(JUSTICE.search(spoken(names)))


def _keys(mentions: Iterable[Mention]) -> set[str]:
    bodies: list[Body | None] = [body for mention in mentions for body in (mention.body, mention.successor)]
    return {body.key for body in bodies if body is not None}


def _segments(text: str) -> list[tuple[int, int, str]]:
    """The whole name, then each run of its parts between "and", "&", commas, longest first."""
    cuts = [(match.start(), match.end()) for match in JOINED.finditer(text)]
    edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
    parts = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if text[start:end].strip()]
    runs = [(parts[i][0], parts[j][1]) for i in range(len(parts)) for j in range(i, min(len(parts), i + 5))]
    segments = [(start, end, text[start:end].strip(" ,&")) for start, end in runs]
    segments.sort(key=lambda one: one[0] - one[1])
    return [one for one in segments if one[2]]


def _by_elimination(
    respondent: Respondent,
    addressees: Sequence[Addressee],
    answered: set[str],
    open_ones: Sequence[Respondent],
) -> Match | None:
    """The only addressee, or the only one left: only for a response whose name is of nobody."""
    if respondent.text or respondent.mentions:
        return None
    if any(NOT_ONE.search(plain(addressee.text)) for addressee in addressees):
        return None
    if len(addressees) == 1:
        return Match(respondent.key, addressees[0].key, SOLE, "the only addressee, and the response names nobody")
    left = [addressee for addressee in addressees if addressee.key not in answered]
    if len(left) == 1 and len(open_ones) == 1 and not respondent.several:
        return Match(respondent.key, left[0].key, LEFT_OVER, "the only addressee and the only response left")
    return None


def _ruled_out(respondent: Respondent, addressee: Addressee) -> bool:
    """Is the body this response names surely not this addressee?"""
    bodies = _by_body(respondent, addressee)
    if bodies is not None:
        return not bodies.score
    if not respondent.text or respondent.several or NOT_ONE.search(plain(addressee.text)):
        return False
    return all(surely_different(words, addressee.text) for _, _, words in _segments(respondent.text))


def _why_unmatched(respondent: Respondent, addressees: Sequence[Addressee]) -> str:
    if not addressees:
        return "the report names no addressee that could be read"
    if respondent.several:
        return "holds several responses and does not name whose"
    if not respondent.text:
        return "names nobody, and the report has several addressees"
    if is_body_like(respondent.text) or any(mention.body for mention in respondent.mentions):
        return "names a body that is not among the addressees as written"
    return "what it names could not be tied to an addressee"
