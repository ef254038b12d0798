"""The scales on which bodies are compared in a funnel, and the way back to shares and ratios.

D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24
(2005) 1185-1202; the standardised ratios as the SHMI (NHS England) and CQC have them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """What is compared, and on which scale."""

    PR = "pr"
    """A proportion: arcsine of its square root, s = 1 / (2 sqrt n)."""
    SR_SHMI = "sr_shmi"
    """Observed over expected: natural logarithm, s = 1 / sqrt(expected); extremes trimmed."""
    SR_CQC = "sr_cqc"
    """Observed over expected: square root, s = 1 / (2 sqrt expected)."""
    RC = "rc"
    """A ratio of two counts: logarithm with 0.5 added to each, s as Spiegelhalter's section 3.3."""


@dataclass(frozen=True, slots=True)
class Transform:
    """One scale. ``forward`` and ``s`` take numerator and denominator; ``s_at`` takes centre and denominator.

    ``s_at`` is the standard error of a body that lies at the centre: what limit curves are drawn with.
    ``centre_of`` gives the centre as a share or ratio (``None`` where there is none), from all bodies.
    ``trims``: extremes are left out of phi, not winsorised. ``needs_events``: a numerator of 0 has no place.
    """

    label: str
    forward: Callable[[float, float], float]
    s: Callable[[float, float], float]
    s_at: Callable[[float, float], float]
    centre_of: Callable[[Sequence[float], Sequence[float]], float | None]
    to_scale: Callable[[float], float]
    back: Callable[[float], float]
    trims: bool = False
    needs_events: bool = False
    proportion: bool = False


def _arcsine(share: float) -> float:
    return math.asin(math.sqrt(share))


def _share_back(y: float) -> float:
    """sin squared of ``y``; beyond the ends of the scale there is only 0 or 1."""
    return math.sin(min(max(y, 0.0), math.pi / 2)) ** 2


def _root_back(y: float) -> float:
    return max(y, 0.0) ** 2


def _pooled(numerators: Sequence[float], denominators: Sequence[float]) -> float:
    return math.fsum(numerators) / math.fsum(denominators)


def _pooled_events(numerators: Sequence[float], denominators: Sequence[float]) -> float | None:
    return _pooled(numerators, denominators) or None


def _as_expected(_numerators: Sequence[float], _denominators: Sequence[float]) -> float:
    return 1.0


def _s_of_counts(numerator: float, denominator: float) -> float:
    """Standard error of the logarithm of a ratio of two Poisson counts, each with 0.5 added."""
    return math.sqrt(4 * numerator / (2 * numerator + 1) ** 2 + 4 * denominator / (2 * denominator + 1) ** 2)


def _half_root(_other: float, denominator: float) -> float:
    return 1 / (2 * math.sqrt(denominator))


def _root(_other: float, denominator: float) -> float:
    return 1 / math.sqrt(denominator)


TRANSFORMS: dict[Method, Transform] = {
    Method.PR: Transform(
        label="proportion, arcsine-square-root scale",
        forward=lambda numerator, denominator: _arcsine(numerator / denominator),
        s=_half_root,
        s_at=_half_root,
        centre_of=_pooled,
        to_scale=_arcsine,
        back=_share_back,
        proportion=True,
    ),
    Method.SR_SHMI: Transform(
        label="standardised ratio, logarithmic scale (SHMI)",
        forward=lambda numerator, denominator: math.log(numerator / denominator),
        s=_root,
        s_at=_root,
        centre_of=_as_expected,
        to_scale=math.log,
        back=math.exp,
        trims=True,
        needs_events=True,
    ),
    Method.SR_CQC: Transform(
        label="standardised ratio, square-root scale (CQC)",
        forward=lambda numerator, denominator: math.sqrt(numerator / denominator),
        s=_half_root,
        s_at=_half_root,
        centre_of=_as_expected,
        to_scale=math.sqrt,
        back=_root_back,
    ),
    Method.RC: Transform(
        label="ratio of counts, logarithmic scale",
        forward=lambda numerator, denominator: math.log((numerator + 0.5) / (denominator + 0.5)),
        s=_s_of_counts,
        s_at=lambda centre, denominator: _s_of_counts(centre * denominator, denominator),
        centre_of=_pooled_events,
        to_scale=math.log,
        back=math.exp,
    ),
}
