"""The confidence interval for a share. The one place it is worked out."""

from __future__ import annotations

import math
from typing import Final

Z_95: Final = 1.959963984540054
"""Two-sided 95 % point of the standard normal distribution."""


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
