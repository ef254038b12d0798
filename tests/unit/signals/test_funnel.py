"""Funnels: their rules on small cases, and every number of the published R packages' references."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from typing import Any

import pytest

from forewarned.errors import InputError
from forewarned.signals.faces import funnel_text
from forewarned.signals.funnel import CAPTION, Counted, Funnel, Measure, Zone, funnel
from forewarned.signals.transforms import Method

ANSWERED = Measure("Answered on time", "duties answered on time", "duties past due", "a fictional register")
# Twelve fictional bodies with about half answered, and one that lies far below.
ALIKE = [Counted(f"Body {letter}", n // 2, n) for letter, n in zip("ABCDEFGHIJKL", range(10, 130, 10), strict=True)]
FAR = Counted("Merrowdown Trust", 10, 100, named=True)


def of(*counts: Counted, method: Method = Method.PR) -> Funnel:
    return funnel(counts, ANSWERED, method=method)


def test_centre_is_all_bodies_together() -> None:
    assert of(Counted("A", 1, 10), Counted("B", 3, 10), Counted("C", 5, 10)).centre == pytest.approx(0.3)


def test_points_are_in_alphabetical_order_and_never_ranked() -> None:
    result = of(Counted("beta", 9, 10), Counted("Alpha", 1, 10), Counted("Gamma", 5, 10))
    assert [point.label for point in result.points] == ["Alpha", "beta", "Gamma"]


def test_limits_of_a_proportion_worked_by_hand() -> None:
    """Centre 1/2, n = 25, no overdispersion: sin²(π/4 ± z/10)."""
    result = of(*[Counted(name, 50, 100) for name in "ABCDEFGHIJ"], Counted("K", 12.5, 25))
    limits = next(point.limits for point in result.points if point.label == "K")
    assert result.tau2 == 0
    assert limits is not None
    assert limits.low_95 == pytest.approx(math.sin(math.pi / 4 - 0.1959964) ** 2)
    assert limits.high_998 == pytest.approx(math.sin(math.pi / 4 + 0.3090232) ** 2)


def test_a_body_far_from_the_rest_is_outside_and_does_not_widen_its_own_limits() -> None:
    result = of(*ALIKE, FAR)
    far = next(point for point in result.points if point.named)
    assert far.zone is Zone.BELOW_998
    assert far.flag == "below the 99.8% limits: needs explaining"
    assert (far.within_95, far.within_998) == (False, False)
    assert far.limits is not None
    assert far.value < far.limits.low_998
    assert far.z is not None
    assert far.z_used is not None
    assert abs(far.z_used) < abs(far.z)


def test_a_zone_says_the_same_as_the_limits() -> None:
    counts = [Counted(f"Body {i:03d}", (i * 7) % (i + 3), i + 3) for i in range(120)]
    for point in of(*counts).points:
        assert point.limits is not None
        assert point.within_95 == (point.limits.low_95 <= point.value <= point.limits.high_95)
        assert point.within_998 == (point.limits.low_998 <= point.value <= point.limits.high_998)


def test_overdispersion_widens_the_limits() -> None:
    spread = [Counted(f"Body {i:02d}", 200 if i % 2 else 300, 500) for i in range(20)]
    result = of(*spread)
    assert result.phi is not None
    assert result.tau2 is not None
    assert result.phi > 1
    assert result.tau2 > 0
    assert all(point.within_95 for point in result.points)


def test_limits_never_leave_nought_to_one() -> None:
    for limits in of(*ALIKE, Counted("M", 0, 1), Counted("N", 1, 1)).curve:
        assert 0 <= limits.low_998 <= limits.low_95 <= limits.high_95 <= limits.high_998 <= 1


def test_the_curve_meets_the_points_limits() -> None:
    result = of(*ALIKE)
    last = next(point for point in result.points if point.denominator == 120)
    assert last.limits == result.curve[-1]


def test_no_denominator_is_left_out_with_the_reason() -> None:
    result = of(*ALIKE, Counted("Quiet House", 0, 0))
    assert [one.label for one in result.left_out] == ["Quiet House"]
    assert "denominator is 0" in result.left_out[0].reason
    assert "Left out: 1 (the denominator is 0" in funnel_text(result)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([], "no body has a denominator"),
        ([Counted("A", 1, 2)], "only 1 body has a denominator"),
        ([Counted("A", 1, 2), Counted("B", 1, 2), Counted("C", 0, 0)], "only 2 bodies have a denominator"),
    ],
)
def test_too_few_bodies_have_no_limits_and_the_reason_is_said(counts: list[Counted], reason: str) -> None:
    result = funnel(counts, ANSWERED)
    assert result.no_limits.startswith(reason)
    assert (result.phi, result.tau2, result.curve) == (None, None, ())
    assert all(point.within_95 is None and point.zone is Zone.NO_LIMITS for point in result.points)
    assert reason in funnel_text(result)


def test_few_bodies_have_rough_limits_and_it_is_said() -> None:
    result = of(*ALIKE[:4])
    assert result.no_limits == ""
    assert result.notes[0].startswith("Only 4 bodies")


def test_all_or_none_answered_still_has_limits() -> None:
    for successes in (0, 10):
        result = of(*[Counted(name, successes, 10) for name in "ABCDEFGHIJKL"])
        assert result.tau2 == 0
        assert {point.zone for point in result.points} == {Zone.WITHIN}


def test_ratios_of_counts_without_any_event_have_no_limits() -> None:
    result = of(*[Counted(name, 0, 10) for name in "ABC"], method=Method.RC)
    assert "no body has any event" in result.no_limits


def test_shmi_leaves_out_what_has_no_logarithm() -> None:
    counts = [Counted(name, 0 if name == "A" else 9, 10) for name in "ABCDE"]
    assert "no logarithm" in of(*counts, method=Method.SR_SHMI).left_out[0].reason
    assert of(*counts, method=Method.SR_CQC).left_out == ()


@pytest.mark.parametrize(
    "bad", [Counted("Odd House", 3, 2), Counted("Odd House", -1, 2), Counted("Odd House", math.nan, 2)]
)
def test_counts_that_cannot_be_are_refused(bad: Counted) -> None:
    with pytest.raises(InputError) as raised:
        of(*ALIKE, bad)
    assert raised.value.where == "Odd House"


def test_expected_false_flags() -> None:
    result = of(*ALIKE)
    assert result.expected_outside_95 == pytest.approx(12 * 0.05, rel=1e-6)
    assert result.expected_outside_998 == pytest.approx(12 * 0.002, rel=1e-5)


def test_text_leads_with_the_named_body_and_ends_with_the_caption() -> None:
    text = funnel_text(of(*ALIKE, FAR))
    assert text.startswith("Answered on time: 13 bodies. Merrowdown Trust: 10 of 100 (10.0%), below the 99.8% limits")
    assert text.endswith(CAPTION) or CAPTION in text
    assert "not a league table" in text


def _differences(shared_data: Path) -> dict[str, Any]:
    """What benchmarks/funnel.py measures: the comparison is written once."""
    path = Path(__file__).parents[3] / "benchmarks" / "funnel.py"
    spec = importlib.util.spec_from_file_location("benchmarks_funnel", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    found: dict[str, Any] = module.differences(module.read_references(shared_data / "statistics"))
    return found


SERIES = ("SR_SHMI", "SR_CQC", "PR", "RC", "test6_SHMI", "test6_CQC05")


@pytest.mark.parametrize("series", SERIES)
def test_every_number_of_the_references_is_reproduced(series: str, shared_data: Path) -> None:
    worst = _differences(shared_data)[series]
    assert worst.bodies > 0
    assert max(worst.y, worst.s, worst.z, worst.z_used, worst.phi, worst.tau2) < 1e-10
    assert worst.used_differently == 0


@pytest.mark.parametrize("name", ["bowel_SR_CQC", "bowel_SR_SHMI"])
def test_the_bowel_cancer_data_are_reproduced(name: str, shared_data: Path) -> None:
    worst = _differences(shared_data)[name]
    assert worst.bodies == 379
    assert max(worst.y, worst.s, worst.z) < 1e-10
    assert worst.used_differently == 0
