"""Slips of the pen: when two names that differ can still be one."""

from __future__ import annotations

from rapidfuzz import fuzz

from forewarned.organisations.wordlists import words_of


def likeness(a: str, b: str, score_cutoff: float | None = None) -> float:
    """Likeness 0..100 of two forms, whatever the order of their words. ``score_cutoff`` is what rapidfuzz passes."""
    del score_cutoff
    return max(fuzz.ratio(a, b), fuzz.ratio(" ".join(sorted(a.split())), " ".join(sorted(b.split()))) - 2)


def is_slip(mine: set[str], theirs: set[str], vocabulary: frozenset[str]) -> bool:
    """Can the words that differ be slips of the pen? A word other names use is none ("East" for "West"),
    nor is a telling word left out ("Police and Crime Commissioner")."""
    odd, missing = mine - theirs, theirs - mine
    sides, untelling = words_of("sides"), words_of("slip_untelling")
    if any(word in sides for word in odd | missing):
        return False
    if not odd and len(missing) == 1 and len(theirs) >= 6:
        return True  # one word of a long name left out
    for word in odd:
        if word in untelling or f"{word}shire" in missing:
            continue
        if any(other in untelling and fuzz.ratio(word, other) >= 80 for other in missing):
            continue
        if word in vocabulary or not any(fuzz.ratio(word, other) >= 60 for other in missing):
            return False
    return all(
        other in untelling or any(fuzz.ratio(word, other) >= 60 or other == f"{word}shire" for word in odd)
        for other in missing
    )
