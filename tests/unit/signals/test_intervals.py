"""Intervals against published values."""

from __future__ import annotations

import pytest

from forewarned.signals.intervals import wilson


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
