"""How sure a share is that was counted in a sample: intervals, and margins of error.

All of it at the level of 95 %. Shares are between 0 and 1.
"""

from math import sqrt

Z = 1.959964
"""Of the normal distribution, for 95 %."""


def wilson_interval(good: int, total: int) -> tuple[float, float]:
    """The ends, 0 to 1, between which the true share lies at 95 %, by Wilson's score.

    It holds for small numbers and for shares near 0 and 1 too, where the usual margin does not.
    Raises ValueError for an empty sample.
    """
    if total <= 0:
        raise ValueError("nothing was counted")
    share, z2 = good / total, Z * Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    spread = Z * sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def margin_of_share(good: int, total: int, population: int | None = None) -> float:
    """Half the width of the 95 % interval around the share, 0 to 1, as surveys state it.

    Z·√(p(1−p)/n), times √((N−n)/(N−1)) where the ``population`` N is known and was not much
    larger than the sample. Raises ValueError for an empty sample.
    """
    if total <= 0:
        raise ValueError("nobody was asked")
    share = good / total
    return Z * sqrt(share * (1 - share) / total) * finite_correction(total, population)


def margin_of_mean(deviation: float, total: int, population: int | None = None) -> float:
    """The same for a mean with its standard ``deviation`` in the sample, in the mean's unit.

    Raises ValueError for an empty sample.
    """
    if total <= 0:
        raise ValueError("nobody was asked")
    return Z * deviation / sqrt(total) * finite_correction(total, population)


def finite_correction(total: int, population: int | None) -> float:
    """The factor, 0 to 1, by which a margin shrinks as the sample is a good part of all."""
    if population is None or population <= 1:
        return 1.0
    return sqrt(max(population - total, 0) / (population - 1))
