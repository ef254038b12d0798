"""Funnels: are some bodies further from the rest than chance and the usual spread between bodies explain?

D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24
(2005) 1185-1202, with additive random effects for overdispersion ("Handling over-dispersion of
performance indicators", Quality and Safety in Health Care 14 (2005) 347-351). Nothing is ranked.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from forewarned.errors import InputError
from forewarned.signals.spread import outside, spread, trimmed, winsorised
from forewarned.signals.transforms import TRANSFORMS, Method, Transform

RULE_SET: Final = "spiegelhalter-2005"
Z_95: Final = 1.959964
Z_998: Final = 3.090232
TAIL: Final = 0.1
"""The part of the bodies at each end whose z is pulled in (winsorised) before the spread is estimated."""
MIN_BODIES: Final = 3
"""With fewer there is no funnel: one body's distance from the other is all there is to see."""
FEW_BODIES: Final = 10
"""With fewer, a tail of 10 % holds no whole body, and the spread between bodies is poorly known."""
FEW_CASES: Final = 5
"""With fewer in a denominator the limits are rough."""
CURVE_STEPS: Final = 80
CAPTION: Final = (
    "Within limits does not mean acceptable; every death matters. "
    "Bodies are in alphabetical order: this is not a league table."
)


class Zone(StrEnum):
    """Where a body lies. Neutral: none says good or bad."""

    WITHIN = "within_95"
    ABOVE_95 = "above_95"
    BELOW_95 = "below_95"
    ABOVE_998 = "above_99.8"
    BELOW_998 = "below_99.8"
    NO_LIMITS = "no_limits"


ZONE_TEXT: Final = {
    Zone.WITHIN: "within the 95% limits",
    Zone.ABOVE_95: "above the 95% limits, within the 99.8% limits",
    Zone.BELOW_95: "below the 95% limits, within the 99.8% limits",
    Zone.ABOVE_998: "above the 99.8% limits: needs explaining",
    Zone.BELOW_998: "below the 99.8% limits: needs explaining",
    Zone.NO_LIMITS: "no limits could be worked out",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One body's count: ``numerator`` of ``denominator``. ``named``: the body the question is about."""

    label: str
    numerator: float
    denominator: float
    named: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, in words, printed beside the chart. ``source`` names the extract and its date."""

    title: str
    numerator: str
    denominator: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits at one denominator, as shares or ratios."""

    denominator: float
    low_998: float
    low_95: float
    high_95: float
    high_998: float


@dataclass(frozen=True, slots=True)
class Point:
    """One body. ``value`` is its share or ratio.

    ``y``, ``s``, ``z``: value and standard error on the transformed scale, and the distance from the
    centre in standard errors before overdispersion is allowed for. ``z_used``: ``z`` as winsorised to
    estimate the spread (``None`` where trimmed). ``z_adjusted``: the distance, tau squared in it, that
    decides the zone.
    """

    label: str
    numerator: float
    denominator: float
    value: float
    y: float
    s: float
    z: float | None
    z_used: float | None
    z_adjusted: float | None
    zone: Zone
    limits: Limits | None
    named: bool

    @property
    def within_95(self) -> bool | None:
        """``None`` when there are no limits."""
        return None if self.z_adjusted is None else abs(self.z_adjusted) <= Z_95

    @property
    def within_998(self) -> bool | None:
        return None if self.z_adjusted is None else abs(self.z_adjusted) <= Z_998

    @property
    def flag(self) -> str:
        return ZONE_TEXT[self.zone]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A body that has no place in the funnel, and why."""

    label: str
    numerator: float
    denominator: float
    reason: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """Bodies against limits, in alphabetical order.

    ``centre``: all bodies together, or 1 for standardised ratios. ``phi``: the mean of squared z, 1 when
    chance alone is at work. ``tau2``: variance between bodies on the transformed scale. ``no_limits``: why
    there are none, else ``""``; then ``phi`` and ``tau2`` are ``None``. ``expected_outside_*``: how many
    bodies chance alone would put outside. ``curve``: limits for drawing. ``notes``: what a reader must know.
    """

    measure: Measure
    method: Method
    points: tuple[Point, ...]
    left_out: tuple[LeftOut, ...]
    centre: float | None
    phi: float | None
    tau2: float | None
    no_limits: str
    expected_outside_95: float
    expected_outside_998: float
    curve: tuple[Limits, ...]
    notes: tuple[str, ...]
    caption: str = CAPTION
    rule_set: str = RULE_SET

    @property
    def is_share(self) -> bool:
        """Values are shares of 1, shown as percentages; else ratios."""
        return TRANSFORMS[self.method].proportion

    def show(self, value: float) -> str:
        """A value of this funnel for a reader: ``42.5%``, or ``1.13``."""
        return f"{value:.1%}" if self.is_share else f"{value:.2f}"


def funnel(counts: Iterable[Counted], measure: Measure, *, method: Method = Method.PR, tail: float = TAIL) -> Funnel:
    """Set bodies against limits that allow for chance and for the usual spread between bodies.

    Bodies without a denominator are left out with the reason. Raises InputError for a count that cannot be:
    negative, not a number, or a numerator above its denominator in a proportion.
    """
    scale = TRANSFORMS[method]
    ordered = sorted(counts, key=lambda one: (one.label.casefold(), one.label, one.denominator))
    for one in ordered:
        _check(one, scale)
    left_out = [
        LeftOut(one.label, one.numerator, one.denominator, why) for one in ordered if (why := _why_out(one, scale))
    ]
    used = [one for one in ordered if not _why_out(one, scale)]
    centre = scale.centre_of([one.numerator for one in used], [one.denominator for one in used]) if used else None
    refused = _why_no_limits(used, centre)
    if refused or centre is None:
        points = tuple(_bare(one, scale) for one in used)
        return Funnel(measure, method, points, tuple(left_out), centre, None, None, refused, 0.0, 0.0, (), ())
    target = scale.to_scale(centre)
    errors = [scale.s(one.numerator, one.denominator) for one in used]
    z = [(scale.forward(one.numerator, one.denominator) - target) / s for one, s in zip(used, errors, strict=True)]
    kept = trimmed(z, tail) if scale.trims else winsorised(z, tail)
    phi, tau2 = spread(kept, errors)
    points = tuple(_point(one, scale, target, tau2, z_used) for one, z_used in zip(used, kept, strict=True))
    return Funnel(
        measure=measure,
        method=method,
        points=points,
        left_out=tuple(left_out),
        centre=centre,
        phi=phi,
        tau2=tau2,
        no_limits="",
        expected_outside_95=len(used) * outside(Z_95),
        expected_outside_998=len(used) * outside(Z_998),
        curve=_curve(scale, centre, tau2, [one.denominator for one in used]),
        notes=tuple(_notes(used, scale)),
    )


def _check(one: Counted, scale: Transform) -> None:
    if not (math.isfinite(one.numerator) and math.isfinite(one.denominator)) or min(one.numerator, one.denominator) < 0:
        raise InputError("A funnel's counts must be numbers, 0 or more", where=one.label)
    if scale.proportion and one.numerator > one.denominator:
        raise InputError("The numerator of a proportion is above its denominator", where=one.label)


def _why_out(one: Counted, scale: Transform) -> str:
    if one.denominator == 0:
        return "the denominator is 0: there is nothing to compare"
    if scale.needs_events and one.numerator == 0:
        return "the numerator is 0, which has no logarithm: compare on the CQC scale instead"
    return ""


def _why_no_limits(used: Sequence[Counted], centre: float | None) -> str:
    if len(used) < MIN_BODIES:
        few = "no body has" if not used else f"only {len(used)} {'body has' if len(used) == 1 else 'bodies have'}"
        return f"{few} a denominator; limits need at least {MIN_BODIES} bodies"
    return "" if centre is not None else "no body has any event: the centre of a ratio of counts is not known"


def _bare(one: Counted, scale: Transform) -> Point:
    y, s = scale.forward(one.numerator, one.denominator), scale.s(one.numerator, one.denominator)
    value = one.numerator / one.denominator
    return Point(
        one.label,
        one.numerator,
        one.denominator,
        value,
        y,
        s,
        None,
        None,
        None,
        Zone.NO_LIMITS,
        None,
        one.named,
    )


def _point(one: Counted, scale: Transform, target: float, tau2: float, z_used: float | None) -> Point:
    y, s = scale.forward(one.numerator, one.denominator), scale.s(one.numerator, one.denominator)
    adjusted = (y - target) / math.sqrt(s * s + tau2)
    return Point(
        label=one.label,
        numerator=one.numerator,
        denominator=one.denominator,
        value=one.numerator / one.denominator,
        y=y,
        s=s,
        z=(y - target) / s,
        z_used=z_used,
        z_adjusted=adjusted,
        zone=_zone(adjusted),
        limits=_limits(scale, target, s, tau2, one.denominator),
        named=one.named,
    )


def _zone(z: float) -> Zone:
    """Outside is strictly beyond, as for the other charts."""
    if abs(z) <= Z_95:
        return Zone.WITHIN
    if abs(z) <= Z_998:
        return Zone.ABOVE_95 if z > 0 else Zone.BELOW_95
    return Zone.ABOVE_998 if z > 0 else Zone.BELOW_998


def _limits(scale: Transform, target: float, s: float, tau2: float, denominator: float) -> Limits:
    width = math.sqrt(s * s + tau2)
    low_998, low_95, high_95, high_998 = (scale.back(target + z * width) for z in (-Z_998, -Z_95, Z_95, Z_998))
    return Limits(denominator, low_998, low_95, high_95, high_998)


def _curve(scale: Transform, centre: float, tau2: float, denominators: Sequence[float]) -> tuple[Limits, ...]:
    """Limits from the smallest denominator to the largest, closer together where they bend most."""
    first, last = math.sqrt(min(1.0, *denominators)), math.sqrt(max(denominators))
    steps = [first + (last - first) * i / CURVE_STEPS for i in range(CURVE_STEPS)]
    target = scale.to_scale(centre)
    sizes = [*(root * root for root in steps), max(denominators)]
    sizes = [sizes[0], *(after for before, after in pairwise(sizes) if after > before)]
    return tuple(_limits(scale, target, scale.s_at(centre, n), tau2, n) for n in sizes)


def _notes(used: Sequence[Counted], scale: Transform) -> Iterable[str]:
    if len(used) < FEW_BODIES:
        yield f"Only {len(used)} bodies: how they usually spread is poorly known, so the limits are rough."
    small = sum(one.denominator < FEW_CASES for one in used)
    if small:
        yield f"{small} of {len(used)} bodies have a denominator under {FEW_CASES}: their limits are rough."
    if scale.trims:
        yield "The spread is estimated without the bodies in each tail."
