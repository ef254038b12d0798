"""Which of a short list of codes (kinds, themes) somebody meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest_choice(value: str, choices: Iterable[str]) -> str:
    """The choice that ``value`` names: itself, in the plural, begun, or with a slip or two; ``""`` when none, or many.

    Spaces and hyphens count as the underscore of a code.
    """
    from rapidfuzz.distance import OSA

    held = set(choices)
    code = "_".join(value.replace("-", " ").split())
    for one in (value, code, code.removesuffix("s"), code.removesuffix("es"), code + "s"):
        if one in held:
            return one
    begun = [one for one in held if len(code) >= 3 and one.startswith(code)]
    if len(begun) == 1:
        return begun[0]
    furthest = 2 if len(code) >= 8 else 1 if len(code) >= 4 else 0
    near = sorted((OSA.distance(code, one), one) for one in held)
    near = [pair for pair in near if pair[0] <= furthest]
    return near[0][1] if near and (len(near) == 1 or near[0][0] < near[1][0]) else ""
