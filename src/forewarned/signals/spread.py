"""How far bodies are spread, and how much of it chance explains (D. J. Spiegelhalter, 2005)."""

from __future__ import annotations

import math
from collections.abc import Sequence


def _quantile(ordered: Sequence[float], share: float) -> float:
    """The quantile between two neighbours by straight line (R's type 7, as FunnelPlotR uses)."""
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def winsorised(z: Sequence[float], tail: float) -> list[float | None]:
    """Each tail pulled in to its quantile: the bodies looked for must not widen the limits around them."""
    ordered = sorted(z)
    low, high = _quantile(ordered, tail), _quantile(ordered, 1 - tail)
    return [min(max(one, low), high) for one in z]


def trimmed(z: Sequence[float], tail: float) -> list[float | None]:
    """Each tail left out: the whole bodies in it, rounded down."""
    order = sorted(range(len(z)), key=lambda i: (z[i], i))
    out = math.floor(len(z) * tail)
    gone = {*order[:out], *order[len(order) - out :]}
    return [None if i in gone else one for i, one in enumerate(z)]


def spread(z: Sequence[float | None], errors: Sequence[float]) -> tuple[float, float]:
    """Phi, and tau squared by the method of moments over the bodies kept; 0 where chance explains the spread.

    The references do not tell whether trimmed bodies keep their weight in tau squared; here they do not.
    """
    pairs = [(one, 1 / (s * s)) for one, s in zip(z, errors, strict=True) if one is not None]
    k = len(pairs)
    phi = math.fsum(one * one for one, _ in pairs) / k
    weight = math.fsum(w for _, w in pairs)
    free = weight - math.fsum(w * w for _, w in pairs) / weight
    return phi, max(0.0, (k * phi - (k - 1)) / free)


def outside(z: float) -> float:
    """The chance that one body lies beyond ``z`` on either side when nothing but chance is at work."""
    return math.erfc(z / math.sqrt(2))
