"""Which pairs of matters are worth a score: those that share uncommon words, found through an inverted index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from forewarned.lessons.recurrence.features import Sparse

NATIONAL, WITHIN = 10, 8  # the nearest of all, and the nearest to the same body, kept for each matter
LEAST = 0.1  # cosine of words below which two matters are not compared
COMMON = 0.06  # a stem that a larger share of matters has finds nobody (it still counts in the cosine found by others)
FEW = 40  # …but one that no more matters than this have always does


def candidates(
    vectors: Sequence[Sparse], bodies: Sequence[frozenset[str]], *, national: int = NATIONAL, within: int = WITHIN
) -> list[tuple[int, int]]:
    """Pairs (lower place, higher place) among the given word vectors, sorted.

    ``bodies[i]`` are the organisations of matter i. Cost grows with the matters that share uncommon words, not with
    the square of all.
    """
    held: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for stem, weight in vector.items():
            held[stem].append((place, weight))
    most = max(FEW, int(COMMON * len(vectors)))
    found: set[tuple[int, int]] = set()
    for place, vector in enumerate(vectors):
        likeness: defaultdict[int, float] = defaultdict(float)
        for stem, weight in sorted(vector.items()):
            postings = held[stem]
            if len(postings) <= most:
                for other, theirs in postings:
                    likeness[other] += weight * theirs
        likeness.pop(place, None)
        near = sorted(((-value, other) for other, value in likeness.items() if value >= LEAST))
        at_home = [other for _, other in near if bodies[other] & bodies[place]][:within]
        found.update((min(place, other), max(place, other)) for other in at_home)
        found.update((min(place, other), max(place, other)) for _, other in near[:national])
    return sorted(found)
