"""Intervals against published values."""

from __future__ import annotations

import math

import pytest

from forewarned.signals.intervals import poisson_exact, poisson_mid_p, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, Table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_nothing_is_not_known() -> None:
    assert wilson(0, 0) is None


def test_wilson_always_holds_the_share() -> None:
    for n in range(1, 40):
        for successes in range(n + 1):
            interval = wilson(successes, n)
            assert interval is not None
            assert 0 <= interval[0] <= successes / n <= interval[1] <= 1


@pytest.mark.parametrize(("successes", "n"), [(-1, 3), (4, 3)])
def test_wilson_refuses_what_cannot_be(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson(successes, n)


def test_poisson_as_the_domain_note_has_it() -> None:
    assert poisson_exact(10) == pytest.approx((4.795389, 18.390356), abs=1e-6)
    assert poisson_mid_p(10) == pytest.approx((5.079522, 17.824854), abs=1e-6)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.688879), (1, 0.025318, 5.571643)],  # -ln 0.025; -ln 0.975
)
def test_exact_poisson_of_small_counts(count: int, low: float, high: float) -> None:
    assert poisson_exact(count) == pytest.approx((low, high), abs=2e-6)


@pytest.mark.parametrize("count", [1, 7, 100, 1500])
def test_each_end_leaves_a_fortieth_by_plain_summing(count: int) -> None:
    def chances(mean: float, until: int) -> list[float]:
        return [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(until)]

    low, high = poisson_exact(count)
    assert math.fsum(chances(low, count)) == pytest.approx(0.975, abs=1e-10)
    assert math.fsum(chances(high, count + 1)) == pytest.approx(0.025, abs=1e-10)
    low, high = poisson_mid_p(count)
    assert math.fsum([*chances(low, count), *chances(low, count + 1)]) == pytest.approx(1.95, abs=1e-10)
    assert math.fsum([*chances(high, count), *chances(high, count + 1)]) == pytest.approx(0.05, abs=1e-10)


def test_mid_p_at_nought_starts_at_nought() -> None:
    """statsmodels' lower limit at 0 is wrong (domain note); -ln(0.05) is the upper one."""
    assert poisson_mid_p(0) == pytest.approx((0.0, 2.995732), abs=1e-6)


def test_mid_p_lies_inside_the_exact_interval() -> None:
    for count in (1, 2, 5, 17, 120, 4000):
        exact, mid = poisson_exact(count), poisson_mid_p(count)
        assert exact[0] < mid[0] < count < mid[1] < exact[1]


def test_large_counts_agree_with_the_normal_approximation() -> None:
    low, high = poisson_exact(1_000_000)
    assert low == pytest.approx(1_000_000 - 1.96 * 1000, rel=1e-5)
    assert high == pytest.approx(1_000_000 + 1.96 * 1000, rel=1e-5)


def test_poisson_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        poisson_exact(-1)
    with pytest.raises(ValueError, match="confidence"):
        poisson_mid_p(3, confidence=1.0)
