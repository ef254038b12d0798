"""Confidence intervals for a share and for a count. The one place they are worked out."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

Z_95: Final = 1.959963984540054
"""Two-sided 95 % point of the standard normal distribution."""
EPSILON: Final = 1e-17
"""A term smaller than this part of a sum does not change it."""


def wilson(successes: int, n: int, *, z: float = Z_95) -> tuple[float, float] | None:
    """Wilson's score interval for a share: E. B. Wilson, JASA 22 (1927) 209-212. 95 % unless ``z`` differs.

    Shares between 0 and 1; the interval always holds ``successes / n``. ``None`` for ``n`` = 0.
    Raises ValueError unless 0 <= successes <= n.
    """
    if not 0 <= successes <= n:
        raise ValueError("successes must lie between 0 and n")
    if n == 0:
        return None
    p, z2 = successes / n, z * z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half))


def poisson_exact(count: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Garwood's exact interval for the mean of a Poisson count (F. Garwood, Biometrika 28 (1936) 437-442)."""
    tail = _tail(count, confidence)
    low = _solve(lambda mean: 1 - _at_most(count - 1, mean), tail, count) if count else 0.0
    return low, _solve(lambda mean: -_at_most(count, mean), -tail, count)


def poisson_mid_p(count: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The mid-P interval for the mean of a Poisson count: half the chance of the count goes to each tail.

    It covers nearer to the nominal share than the exact one. For a count of 0 the lower end is 0.
    """
    tail = _tail(count, confidence)

    def above(mean: float) -> float:
        return 1 - (_at_most(count - 1, mean) + _at_most(count, mean)) / 2

    return (_solve(above, tail, count) if count else 0.0), _solve(above, 1 - tail, count)


def _tail(count: int, confidence: float) -> float:
    if count < 0:
        raise ValueError("a count is 0 or more")
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    return (1 - confidence) / 2


def _at_most(count: int, mean: float) -> float:
    """The chance of ``count`` or fewer. Only the smaller tail is summed, so that no digits are lost."""
    if count < 0:
        return 0.0
    if mean == 0:
        return 1.0
    term = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    total, k = 0.0, count
    if mean >= count:
        while k >= 0 and term > total * EPSILON:
            total, term, k = total + term, term * k / mean, k - 1
        return total
    k, term = count + 1, term * mean / (count + 1)
    while term > total * EPSILON:
        total, k = total + term, k + 1
        term *= mean / k
    return 1 - total


def _solve(rising: Callable[[float], float], target: float, count: int) -> float:
    """The mean at which ``rising`` reaches ``target``, by bisection to the last digit of a float."""
    low, high = 0.0, count + 10 * math.sqrt(count) + 10
    while rising(high) < target:
        high *= 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if rising(middle) < target else (low, middle)
    return high
