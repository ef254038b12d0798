"""Average-link clustering of matters over scored pairs, which keeps a chain of likenesses from joining everything."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from forewarned.lessons.recurrence.candidates import candidates
from forewarned.lessons.recurrence.features import Reading
from forewarned.lessons.recurrence.rulings import Rulings
from forewarned.lessons.recurrence.values import LessonMatter, PairReading, Side

PROMISING, AT_HOME = 0.25, 0.15
"""Score by words below which a pair is not scored in full, and not embedded, which costs most: of all pairs, and of
reports to one body, which a page may offer. Of 281 pairs of the corpus that reach the joining score four are under 0.3.
"""
AT_ONCE = 64  # matters that are embedded together, and pairs that are read together, between two steps of the progress
READING, NEAR = "Reading matters for lessons", "Finding matters that may share a lesson"
MEANING, JOINING = "Comparing matters by meaning", "Joining matters into lessons"
TOGETHER = "Comparing likely pairs of matters"
Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and of how much."""
FLOOR = 0.1  # two matters that score less are never joined without a person, whatever their neighbours say


class Scores(Protocol):
    """What grouping asks of a model (``PairModel`` answers it)."""

    @property
    def joins(self) -> float: ...
    def reading(self, side: Side) -> Reading: ...
    def prepare(self, sides: Sequence[Side]) -> None: ...
    def hear(self, pairs: Iterable[tuple[Side, Side]]) -> None: ...
    def may_join(self, a: Side, b: Side) -> bool: ...
    def quick(self, a: Side, b: Side) -> float: ...
    def score(self, a: Side, b: Side) -> float: ...
    def explain(self, a: Side, b: Side, most: int = 8) -> PairReading: ...


class Table:
    """Scores between matters by their places, worked out once and kept."""

    def __init__(self, matters: Sequence[LessonMatter], model: Scores) -> None:
        self.matters = matters
        self.model = model
        self._known: dict[tuple[int, int], float] = {}

    def side(self, place: int) -> Side:
        return Side(self.matters[place].text)

    def score(self, one: int, two: int) -> float:
        """From 0 to 1, 1 for a matter and itself."""
        if one == two:
            return 1.0
        pair = (min(one, two), max(one, two))
        if pair not in self._known:
            self._known[pair] = self.model.score(self.side(pair[0]), self.side(pair[1]))
        return self._known[pair]

    def mean(self, place: int, others: Sequence[int]) -> float:
        """Mean score to ``others``, itself left out; 0 when nobody is left."""
        scores = [self.score(place, other) for other in others if other != place]
        return math.fsum(scores) / len(scores) if scores else 0.0

    def _two_roads(self, one: int, two: int) -> bool:
        """Two places on the road that no one body was told of: the words are alike and the fixes are two."""
        here, there = self.matters[one], self.matters[two]
        if here.organisations & there.organisations:
            return False
        return all("road" in self.model.reading(self.side(at)).settings for at in (one, two))

    def edges(self, free: Sequence[int], on: Progress) -> list[tuple[float, int, int]]:
        """Candidate pairs of ``free`` that reach the joining threshold, best first, ties by place.

        A matter that says no failing has none: only a person puts it into a lesson.
        """
        near = self._near(self._saying_a_failing(free, on), on)
        self._prepare(sorted({place for pair in near for place in pair}), on)
        joining = [(one, two) for one, two in near if self.model.may_join(self.side(one), self.side(two))]
        at_home = [pair for pair in near if self._at_home(*pair)]  # a page may offer them: it need not wait
        self._hear(sorted({*joining, *at_home}), on)
        found = []
        for done, (one, two) in enumerate(joining, start=1):
            if (score := self.score(one, two)) >= self.model.joins:
                found.append((score, one, two))
            on(JOINING, done, len(joining))
        return sorted(found, key=lambda edge: (-edge[0], edge[1], edge[2]))

    def _near(self, free: Sequence[int], on: Progress) -> list[tuple[int, int]]:
        """Candidate pairs that are promising by their words alone."""
        on(NEAR, 0, len(free))
        vectors = [self.model.reading(self.side(place)).vector for place in free]
        pairs = candidates(vectors, [self.matters[place].organisations for place in free])
        found = []
        for done, (a, b) in enumerate(pairs, start=1):
            one, two = free[a], free[b]
            least = AT_HOME if self._at_home(one, two) else PROMISING
            if not self._two_roads(one, two) and self.model.quick(self.side(one), self.side(two)) >= least:
                found.append((one, two))
            on(NEAR, done, len(pairs))
        return found

    def _at_home(self, one: int, two: int) -> bool:
        """Whether they are of two reports to one body."""
        here, there = self.matters[one], self.matters[two]
        return here.report != there.report and bool(here.organisations & there.organisations)

    def _saying_a_failing(self, free: Sequence[int], on: Progress) -> list[int]:
        found = []
        for done, place in enumerate(free, start=1):
            if self.model.reading(self.side(place)).says_a_failing:
                found.append(place)
            on(READING, done, len(free))
        return found

    def _prepare(self, free: Sequence[int], on: Progress) -> None:
        """Embed them, some at a time; texts of like length together, so that little is spent on padding."""
        ordered = sorted(free, key=lambda place: (len(self.matters[place].text), place))
        for start in range(0, len(ordered), AT_ONCE):
            on(MEANING, start, len(ordered))
            self.model.prepare([self.side(place) for place in ordered[start : start + AT_ONCE]])
        on(MEANING, len(ordered), len(ordered))

    def _hear(self, pairs: Sequence[tuple[int, int]], on: Progress) -> None:
        """Read them together, some at a time; pairs of like length together."""
        ordered = sorted(pairs, key=lambda pair: (sum(len(self.matters[place].text) for place in pair), pair))
        for start in range(0, len(ordered), AT_ONCE):
            on(TOGETHER, start, len(ordered))
            self.model.hear([(self.side(one), self.side(two)) for one, two in ordered[start : start + AT_ONCE]])
        on(TOGETHER, len(ordered), len(ordered))


def clusters(table: Table, free: Sequence[int], rulings: Rulings, on: Progress) -> list[list[int]]:
    """Groups of places with at least two members, each sorted.

    Merges that people decided come first. Then the best pair first: two groups join when the mean score over all their
    pairs reaches the model's joining threshold, no pair lies under the floor, and no person parted any of them.
    """
    place = {table.matters[at].key: at for at in free}
    group = {at: [at] for at in free}
    for keys in rulings.together:
        _join(group, [place[key] for key in keys if key in place])
    firm = {at for keys in rulings.together for key in keys if (at := place.get(key)) is not None}
    for _, one, two in table.edges(free, on):
        here, there = group[one], group[two]
        if here is not there and _fit(table, here, there, firm) and not _parted(table, here, there, rulings):
            _join(group, here + there)
    whole = {id(members): sorted(members) for members in group.values() if len(members) > 1}
    return sorted(whole.values())


def _fit(table: Table, here: Sequence[int], there: Sequence[int], firm: set[int]) -> bool:
    """Mean over all pairs high enough, none under the floor (a pair with a matter merged by hand may lie under it)."""
    scores = []
    for one in here:
        for two in there:
            score = table.score(one, two)
            if score < FLOOR and not (one in firm or two in firm):
                return False
            scores.append(score)
    return math.fsum(scores) / len(scores) >= table.model.joins


def _parted(table: Table, here: Sequence[int], there: Sequence[int], rulings: Rulings) -> bool:
    matters = table.matters
    return rulings.apart([matters[at].key for at in here], [matters[at].key for at in there])


def _join(group: dict[int, list[int]], members: Sequence[int]) -> None:
    """Make one group of the groups that ``members`` are in."""
    whole = sorted({at for member in members for at in group[member]})
    for at in whole:
        group[at] = whole
