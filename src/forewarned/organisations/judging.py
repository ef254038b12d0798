"""What one part of an addressee field names: judged once per text and directory, independent of date."""

from __future__ import annotations

import re

from forewarned.organisations import offices
from forewarned.organisations.directory import Directory
from forewarned.organisations.judgement import Judgement, Sort
from forewarned.organisations.known import KnownBodies
from forewarned.organisations.names import plain, untyped
from forewarned.organisations.unknown import is_note, judge_unknown

_SHARING = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+|\s*/\s*", re.IGNORECASE)
_LENT_FRONT = re.compile(
    r"hmp|hm prisons?|royal colleges? of|london boroughs? of|universit(?:y|ies) of|departments? (?:of|for)|"
    r"secretar(?:y|ies) of state for|ministers? (?:of|for)|chief constables? of",
    re.IGNORECASE,
)
_PLURAL_END = re.compile(r"\b(?:groups|ccgs|councils|trusts|constabularies|boards)\W*$", re.IGNORECASE)
_NHSFT = re.compile(r"\bNHS ?FT\b")
_STRAY = " ,.;:-\t\r\n"


class Judge:
    """Judges texts against one directory and remembers what it found."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._known = KnownBodies(directory)
        self._judged: dict[str, Judgement] = {}

    def __call__(self, text: str) -> Judgement:
        known = self._judged.get(text)
        if known is None:
            bare = _NHSFT.sub("NHS Foundation Trust", untyped(text)).strip(_STRAY)
            known = self._judged[text] = self._judge(bare, text)
        return known

    def kind(self, judgement: Judgement) -> str:
        """The kind of the body a judgement found; "" when it found none."""
        if judgement.entries:
            return self._directory.bodies[judgement.entries[0].key].kind
        return judgement.kind

    def parted(self, text: str, atoms: tuple[str, ...]) -> bool:
        """Is it plain, without judging ``text``, that it is more than one body? (Its first and last pieces are
        whole names and it is none itself; or it is longer than any name.)"""
        if len(text) > 110 and len(atoms) > 3 and not self._directory.find(text):
            return True
        first, last = self(atoms[0]), self(atoms[-1])
        both = first.whole and last.whole and first.sort is last.sort is Sort.KNOWN
        return both and not self._known.direct(untyped(text).strip(_STRAY))

    def _judge(self, text: str, written: str) -> Judgement:
        if len(plain(text)) < 2:
            return Judgement(Sort.NOTHING, 1.0, "no words", True)
        if offices.is_redacted(text):
            return Judgement(Sort.REDACTED, 1.0, "the name is redacted", True)
        if is_note(text):
            return Judgement(Sort.NOTHING, 0.9, "not an addressee: a note, category or address of the page", False)
        return self._known.find(text) or self._several(written) or judge_unknown(text)

    def _several(self, text: str) -> Judgement | None:
        """Bodies that share their last or first words: "Bury, Rochdale and Oldham CCGs", "HMP Leeds and Hull"."""
        cuts = [match.span() for match in _SHARING.finditer(text)]
        if not 1 <= len(cuts) <= 5 or len(text) > 140:
            return None
        begins, ends = [0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(text)]
        pieces = [text[a:b].strip() for a, b in zip(begins, ends, strict=True)]
        for names in self._readings(pieces):
            if self._all_listed(names):
                shares = tuple(zip(begins, ends, names, strict=True))
                reason = "bodies named together by the word they share"
                return Judgement(Sort.SEVERAL, 0.92, reason, True, whole=True, shares=shares)
        return None

    def _readings(self, pieces: list[str]) -> list[list[str]]:
        """The pieces with the last one's ending, or the first one's beginning, given to the others."""
        first, last = pieces[0].split(), pieces[-1].split()
        found: list[list[str]] = []
        if self._all_listed(pieces[-1:]):
            tails = (" ".join(last[-count:]) for count in range(1, min(5, len(last))))
            found += [[*(f"{piece} {tail}" for piece in pieces[:-1]), pieces[-1]] for tail in tails]
        if self._all_listed(pieces[:1]):
            fronts = (" ".join(first[:count]) for count in range(1, min(5, len(first))))
            fronts = (front for front in fronts if _LENT_FRONT.fullmatch(front))
            found += [[pieces[0], *(f"{front} {piece}" for piece in pieces[1:])] for front in fronts]
        return found

    def sharing(self, pieces: list[str]) -> list[str] | None:
        """The names of a hard-cut list whose last piece lends its plural ending: "Bassetlaw; Rushcliffe CCGs"."""
        if len(pieces) < 2 or not _PLURAL_END.search(pieces[-1]):
            return None
        return next((names for names in self._readings(pieces) if self._all_listed(names)), None)

    def _all_listed(self, names: list[str]) -> bool:
        found = (self._known.direct(name) for name in names)
        return all(item is not None and item.sort is Sort.KNOWN and item.score >= 0.88 for item in found)
