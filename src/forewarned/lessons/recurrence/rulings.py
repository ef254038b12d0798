"""People's decisions on lessons, made ready for grouping: who belongs together, who apart, what is fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from forewarned.errors import InputError
from forewarned.lessons.recurrence.values import LessonDecision, LessonMatter, LessonName

KINDS = frozenset({"merge", "split", "remove", "lock", "unlock", "rename"})


class Rulings:
    """What the decisions say of the matters at hand, later ones leading over earlier ones.

    ``locks``: lesson id to its fixed members. ``names``: lesson id to the verbatim name a person chose. Decisions on
    matters that are not at hand are kept by the caller and have no effect here.
    """

    def __init__(self, decisions: Iterable[LessonDecision], matters: Mapping[str, LessonMatter]) -> None:
        self.locks: dict[str, tuple[str, ...]] = {}
        self.names: dict[str, LessonName] = {}
        self._merges: list[tuple[int, tuple[str, ...]]] = []
        self._apart: dict[str, dict[str, int]] = {}
        for order, decision in enumerate(decisions):
            self._take(order, decision, matters)
        self.together = self._components()

    def _take(self, order: int, decision: LessonDecision, matters: Mapping[str, LessonMatter]) -> None:
        here = tuple(sorted(key for key in set(decision.matters) if key in matters))
        there = tuple(sorted(key for key in set(decision.others) if key in matters))
        if decision.kind not in KINDS:
            raise InputError("A decision on a lesson has a kind this version does not know.", where=decision.kind)
        if decision.kind == "merge":
            self._merges.append((order, tuple(sorted({*here, *there}))))
        elif decision.kind in ("split", "remove"):
            for one in here:
                for two in there:
                    if one != two:
                        self._apart.setdefault(one, {})[two] = order
                        self._apart.setdefault(two, {})[one] = order
        elif decision.kind == "unlock":
            self.locks.pop(decision.lesson, None)
        elif decision.kind == "lock":
            self._lock(decision.lesson, here)
        elif here:
            self.names[decision.lesson] = _chosen(decision, matters[decision.matters[0]])

    def _lock(self, lesson: str, keys: tuple[str, ...]) -> None:
        """Fix a lesson; a matter held by an older lock moves to the newer one.

        A lock none of whose matters is at hand has no effect: a decision on other lessons brings only theirs, and
        what is read again may be gone.
        """
        if not lesson:
            raise InputError("A lock names its lesson.", next_step="Lock the lesson again, by its key")
        if not keys:
            return
        for other, held in list(self.locks.items()):
            self.locks[other] = tuple(key for key in held if key not in keys)
        self.locks[lesson] = keys

    def _components(self) -> list[tuple[str, ...]]:
        """Matters that merges hold together. The newest merge first; a newer split is never joined over."""
        group: dict[str, set[str]] = {}
        for order, keys in sorted(self._merges, reverse=True):
            for one, two in pairwise(keys):
                mine, theirs = group.setdefault(one, {one}), group.setdefault(two, {two})
                if mine is theirs or self._parted(mine, theirs, newer_than=order):
                    continue
                mine |= theirs
                for key in theirs:
                    group[key] = mine
        whole = {min(keys): tuple(sorted(keys)) for keys in group.values() if len(keys) > 1}
        return [whole[key] for key in sorted(whole)]

    def _parted(self, here: Iterable[str], there: Sequence[str] | set[str], newer_than: int) -> bool:
        return any(self._apart.get(one, {}).get(two, -1) > newer_than for one in here for two in there)

    def apart(self, here: Iterable[str], there: Sequence[str] | set[str]) -> bool:
        """Whether a person said that some matter of ``here`` does not belong with some matter of ``there``."""
        return self._parted(here, there, newer_than=-1)


def _chosen(decision: LessonDecision, matter: LessonMatter) -> LessonName:
    """The name a person chose, which must be words of the matter itself."""
    words = matter.text[decision.start : decision.end]
    if not 0 <= decision.start < decision.end <= len(matter.text) or not words.strip():
        raise InputError(
            "The name of a lesson must be words of one of its matters.",
            where=decision.lesson,
            next_step="Give the start and end of those words in the matter",
        )
    return LessonName(matter.key, decision.start, decision.end, words)
