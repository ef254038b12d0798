"""NHS trusts and commissioners by the words that tell them apart, for names written short or in another order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from forewarned.organisations.directory import Directory, Entry
from forewarned.organisations.judgement import Found
from forewarned.organisations.names import loose_words
from forewarned.organisations.wordlists import words_of

_SAYS_TRUST = frozenset("nhs trust hospital hospitals healthcare foundation mental ambulance partnership ft".split())
_NO_TRUST = frozenset("home homes school ltd limited surgery practice england plc board council".split())
_COMMISSIONER = frozenset("clinical commissioning group integrated care board".split())
_COMMISSIONER_WRITTEN = _COMMISSIONER | {"system", "partnership", "service", "commission", "team", "health", "shadow"}


class NhsFinder:
    """Finders over one directory; indexes are built when first needed."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def _named(self, kinds: tuple[str, ...]) -> Iterable[tuple[frozenset[str], Entry]]:
        for entry in self._directory.names:
            if self._directory.bodies[entry.key].kind in kinds and entry.how in ("name", "former"):
                yield frozenset(loose_words(entry.text)), entry

    @cached_property
    def _trusts(self) -> list[tuple[frozenset[str], frozenset[str], Entry]]:
        untelling = words_of("nhs_untelling")
        named = self._named(("nhs_trust", "welsh_health_board"))
        return [(words - untelling, words & untelling, entry) for words, entry in named]

    @cached_property
    def _by_telling(self) -> dict[frozenset[str], list[tuple[frozenset[str], Entry]]]:
        found: dict[frozenset[str], list[tuple[frozenset[str], Entry]]] = {}
        for telling, untelling, entry in self._trusts:
            found.setdefault(telling, []).append((untelling, entry))
        return found

    def trust(self, text: str, given: frozenset[str]) -> Found | None:
        """The trust whose telling words ``text`` has, decided by the untelling ones ("Mental Health", "Community")."""
        if given.isdisjoint(_SAYS_TRUST) or given & _NO_TRUST:
            return None
        words = frozenset(loose_words(text))
        untelling = words & words_of("nhs_untelling")
        telling = words - untelling
        if telling <= words_of("sides"):
            return None
        named = not given.isdisjoint(("trust", "ft"))
        same = _best(self._by_telling.get(telling, ()), untelling)
        if untelling and (same is None or same[0] == 0):  # "Nottingham Healthcare Trust" is Nottinghamshire's
            county = frozenset(f"{word}shire" for word in telling)
            theirs = _best(self._by_telling.get(county, ()), untelling)
            same = theirs if theirs and theirs[0] >= 0.5 else same
        if same and (same[0] >= 0.3 or named):
            overlap, top, rivals = same
            alone = rivals == 1 and (overlap > 0 or len(telling) > 1)
            clear = len({entry.key for entry in top}) == 1 and (overlap >= 0.5 or alone)
            if clear:
                return Found(top, 0.9, "the only trust of that place")
            if named:
                return Found(top, 0.5, "one of several trusts of that place", sure=False)
        return self._wider_trust(telling, untelling, named)

    def _wider_trust(self, telling: frozenset[str], untelling: frozenset[str], named: bool) -> Found | None:
        if not (untelling or named):
            return None  # "NHS Norfolk" is not the only trust with Norfolk in its name
        best = _best([(other, entry) for t, other, entry in self._trusts if telling < t], untelling)
        if best is None or len({entry.key for entry in best[1]}) != 1:
            return None
        if best[0] > 0.9 or (best[0] >= 0.6 and named):
            return Found(best[1], 0.7, "the only trust whose name holds these words", sure=False)
        return None

    @cached_property
    def _commissioners(self) -> list[tuple[frozenset[str], bool, Entry]]:
        return [
            (words - _COMMISSIONER, "board" in words, entry)
            for words, entry in self._named(("nhs_commissioner",))
            if entry.text.endswith(("Group", "Board"))
        ]

    def by_place(self, text: str) -> Found | None:
        """ "NHS Dorset": the commissioner of that very place."""
        place = frozenset(loose_words(text))
        same = tuple(entry for p, _, entry in self._commissioners if p == place)
        return Found(same, 0.9, "the commissioner that goes by NHS and its place") if same else None

    def commissioner(self, text: str, given: frozenset[str]) -> Found | None:
        """The clinical commissioning group or integrated care board of the place in ``text``."""
        words = frozenset(loose_words(text))
        place = words - _COMMISSIONER_WRITTEN
        if given & words_of("not_commissioner") or not place or words.isdisjoint(("commissioning", "integrated")):
            return None
        board = "integrated" in words
        if "board" in given and not board:  # the NHS Commissioning Board
            return None
        exact = tuple(e for p, b, e in self._commissioners if p == place and b == board)
        if exact:
            return Found(exact, 0.95, "commissioner named by its place")
        wider = tuple(e for p, b, e in self._commissioners if place < p and b == board)
        if wider and len({entry.key for entry in wider}) == 1:
            return Found(wider, 0.88, "the only commissioner whose name holds that place")
        other = tuple(e for p, _, e in self._commissioners if p == place)
        if other:
            return Found(other, 0.85, "commissioner of that place under another form")
        if wider:
            return Found(wider, 0.5, "one of several commissioners whose names hold that place", sure=False)
        return None


def _best(
    rivals: Iterable[tuple[frozenset[str], Entry]], untelling: frozenset[str]
) -> tuple[float, tuple[Entry, ...], int] | None:
    """(best overlap of the untelling words, entries reaching it, number of bodies that competed)."""
    scored = [(_overlap(untelling, other), entry) for other, entry in rivals]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    top = sorted((e for score, e in scored if score >= best - 1e-9), key=lambda entry: (entry.key, entry.text))
    return best, tuple(top), len({entry.key for _, entry in scored})


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    union = len(a | b)
    return len(a & b) / union if union else 1.0
