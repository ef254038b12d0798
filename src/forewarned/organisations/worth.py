"""What a part of a field is worth: the prices by which the best way of cutting a field is found."""

from __future__ import annotations

import re
from collections.abc import Mapping

from forewarned.organisations.judgement import Judgement, Sort
from forewarned.organisations.judging import Judge
from forewarned.organisations.kinds import names_only_a_part
from forewarned.organisations.names import plain
from forewarned.organisations.own_kinds import is_generic, is_sort_of_body
from forewarned.organisations.values import Decision
from forewarned.organisations.wordlists import words_of

_WORTH = {
    Sort.DOUBTFUL: 60.0, Sort.NAMED: 30.0, Sort.PLAIN: 10.0, Sort.PART: 6.0, Sort.OFFICE: 6.0, Sort.PERSON: 8.0,
    Sort.REDACTED: 25.0, Sort.PLACE: 4.0, Sort.NOTHING: -5.0,
}  # fmt: skip
_AND = ("and", "amp")
_AND_NEXT = re.compile(r"\s*(?:,\s*)?(?:and|&)\s", re.IGNORECASE)
_AND_LAST = re.compile(r"\s(?:and|&)\s*$", re.IGNORECASE)


class Worth:
    """Prices parts by a judge's judgements and people's decisions."""

    def __init__(self, judge: Judge, decisions: Mapping[str, Decision]) -> None:
        self._judge = judge
        self._decisions = decisions

    def __call__(self, text: str, before: str, inside: int, atoms: tuple[str, ...]) -> float:
        """The worth of ``text`` behind the separator ``before``; see ``splitting.parts_of``."""
        pieces = len(atoms)
        if self._decisions and plain(text) in self._decisions:
            return 150.0 * pieces + len(text) / 2
        if pieces > 1 and self._judge.parted(text, atoms):
            return -50.0
        judgement = self._judge(text)
        rest = _unglued(text, atoms) if pieces > 1 and not judgement.whole else ""
        if rest and (judgement.sort is not Sort.KNOWN or self._judge(rest).whole):
            return -60.0
        if judgement.sort is Sort.KNOWN:
            # A name that holds "and" or commas beats the names its pieces happen to be.
            value = 100.0 * judgement.score
            return (value * pieces if judgement.whole else value - 15.0 * inside) + len(text) / 2
        if judgement.sort is Sort.SEVERAL:
            return 95.0 * pieces + len(text) / 2
        if judgement.sort is Sort.NAMED and judgement.score >= 0.9 and not inside:
            return 45.0 * min(pieces, 3) + len(text) / 2
        return _unknown(judgement, text, before, inside)


def _unknown(judgement: Judgement, text: str, before: str, inside: int) -> float:
    sort = judgement.sort
    if sort is Sort.PLACE and before in ("", *_AND):
        return -150.0  # a place stands behind what it places
    if sort is Sort.PART and before in _AND:
        return 1.0
    if sort not in (Sort.NAMED, Sort.PLAIN):
        return _WORTH[sort]
    value = _WORTH[sort]
    if sort is Sort.PLAIN and " " not in text.strip():
        value = 16.0 if text.strip().isupper() or any(c in text for c in ".-0123456789") else 6.0
    # A printed line is an item of its own, unless a listed name runs over its end.
    value -= 25.0 * sum(not (names_only_a_part(line) or is_generic(line)) for line in text.split("\n")[1:])
    return value - 9.0 * inside - (40.0 if _is_only_an_ending(text, before) else 0.0)


def _unglued(text: str, atoms: tuple[str, ...]) -> str:
    """What is left of "GP and Larkmoor Practice" or "Larkmoor Practice and GPs" without the mere sort of body; ""
    when none stands there."""
    first, last = atoms[0], atoms[-1]
    if "police and crime" in plain(text):
        return ""
    if is_sort_of_body(first) and (joint := _AND_NEXT.match(text, len(first))):
        return text[joint.end() :]
    if is_sort_of_body(last) and (joint := _AND_LAST.search(text[: -len(last)])):
        return text[: joint.start()]
    return ""


def _is_only_an_ending(text: str, before: str) -> bool:
    """ "… and Son Ltd", "… and Support Services Ltd": no body begins so."""
    words, endings = plain(text).split(), words_of("never_first")
    if not words or words[0] in endings:
        return True
    return before in _AND and words[-1] in endings and names_only_a_part(" ".join(words[:-1]))
