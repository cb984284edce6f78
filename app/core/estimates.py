"""How sure a share is that was counted in a sample: intervals, and margins of error.

All of it at the level of 95 %. Shares are between 0 and 1.
"""

from math import sqrt

Z = 1.959964
"""Of the normal distribution, for 95 %."""


def wilson_interval(good: int, total: int) -> tuple[float, float]:
    """The ends between which the true share lies, by Wilson's score.

    It holds for small numbers and for shares near 0 and 1 too, where the usual margin does not.
    Raises ValueError for an empty sample.
    """
    if total <= 0:
        raise ValueError("nothing was counted")
    share, z2 = good / total, Z * Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    spread = Z * sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return max(0.0, middle - spread), min(1.0, middle + spread)
