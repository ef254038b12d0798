"""Slips of the pen: when two names that differ can still be one."""

from __future__ import annotations

from rapidfuzz import fuzz

from forewarned.organisations.wordlists import words_of


def likeness(a: str, b: str, score_cutoff: float | None = None) -> float:
    """Likeness 0..100 of two forms, whatever the order of their words. ``score_cutoff`` is what rapidfuzz passes."""
    del score_cutoff
    return max(fuzz.ratio(a, b), fuzz.ratio(" ".join(sorted(a.split())), " ".join(sorted(b.split()))) - 2)


def crosses_kinds(text: frozenset[str], name: frozenset[str], kinds: set[str]) -> bool:
    """Do the words of a text say another kind of body than a name (of a body of ``kinds``) does? A slip of the pen
    makes no university of a trust. In a hospital's name "University" is no such word."""
    said = words_of("kind_marks") & text
    if not text.isdisjoint(("hospital", "hospitals", "health", "healthcare", "nhs")):
        said -= {"university"}
    if said - name:
        return True
    return "nhs" in text and not any(kind.startswith("nhs_") or kind == "welsh_health_board" for kind in kinds)


def hangs_on_slips(mine: set[str], theirs: set[str]) -> bool:
    """Is every telling word a supposed slip, so that nothing is left to tell the body by ("St Marien Hospital")?"""
    dull = words_of("nhs_untelling") | words_of("slip_untelling") | words_of("generic") | {"st", "royal", "hm"}
    kept = [word for word in mine - dull if word in theirs or _letter_off(word, theirs)]
    return not kept and not mine <= dull


def all_close(mine: set[str], theirs: set[str]) -> bool:
    """Is every odd word close to one it can stand for? ("Wexmoor" for "Whitemoor" is not.)"""
    missing = theirs - mine
    return all(any(fuzz.ratio(word, other) >= 80 for other in missing) for word in mine - theirs)


def _letter_off(word: str, words: set[str]) -> bool:
    """A long word but for a letter or two is still telling ("Birmimgham")."""
    return len(word) >= 7 and any(fuzz.ratio(word, other) >= 88 for other in words)


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
