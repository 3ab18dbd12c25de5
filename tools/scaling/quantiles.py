"""Quantiles of the distributions the room works with: normal, log-normal, Poisson."""

from __future__ import annotations

from math import ceil, exp, log, sqrt

Z99 = 2.3263478740408408
"""The 99th percentile of the standard normal distribution."""

_EXACT_UP_TO = 30.0

_TAIL = 0.02425
_A = (
    -39.69683028665376,
    220.9460984245205,
    -275.9285104469687,
    138.357751867269,
    -30.66479806614716,
    2.506628277459239,
)
_B = (-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1.0)
_C = (
    -0.007784894002430293,
    -0.3223964580411365,
    -2.400758277161838,
    -2.549732539343734,
    4.374664141464968,
    2.938163982698783,
)
_D = (0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1.0)


def normal_quantile(p: float) -> float:
    """Inverse of the standard normal distribution function, 0 < p < 1, to 1.2e-9 relative (Acklam's approximation)."""
    if p < _TAIL:
        q = sqrt(-2 * log(p))
        return _polynomial(_C, q) / _polynomial(_D, q)
    if p > 1 - _TAIL:
        return -normal_quantile(1 - p)
    q = p - 0.5
    return q * _polynomial(_A, q * q) / _polynomial(_B, q * q)


def _polynomial(coefficients: tuple[float, ...], x: float) -> float:
    total = 0.0
    for coefficient in coefficients:
        total = total * x + coefficient
    return total


def poisson_quantile(mean: float, p: float) -> int:
    """Smallest k that a Poisson variable of this mean stays at or below with probability `p`.

    Summed up to a mean of 30; above, the Cornish-Fisher expansion m + z √m + (z² - 1) / 6.
    """
    if mean <= 0:
        return 0
    if mean > _EXACT_UP_TO:
        z = normal_quantile(p)
        return max(0, ceil(mean + z * sqrt(mean) + (z * z - 1) / 6 - 0.5))
    term = total = exp(-mean)
    k = 0
    while total < p and k < 1000:
        k += 1
        term *= mean / k
        total += term
    return k


def poisson_level(mean: float) -> float:
    """The 99th percentile of a Poisson variable of this mean as a smooth function of it: m + z √m + (z² - 1) / 6."""
    return mean + Z99 * sqrt(mean) + (Z99 * Z99 - 1) / 6 if mean > 0 else 0.0


def lognormal_sigma(mean: float, p99: float) -> float:
    """Spread of the log-normal distribution with this mean and 99th percentile.

    ln(p99 / mean) = z σ - σ² / 2 has no solution beyond a ratio of e^(z² / 2), about 15; the widest is taken then.
    """
    if p99 <= mean:
        return 0.0
    return Z99 - sqrt(max(0.0, Z99 * Z99 - 2 * log(p99 / mean)))


def between(p50: float, p99: float, p: float) -> float:
    """The quantile `p` of the log-normal distribution with this median and this 99th percentile."""
    if p50 <= 0 or p99 <= p50:
        return p50
    return p50 * exp(log(p99 / p50) * normal_quantile(p) / Z99)
