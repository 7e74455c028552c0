"""Portfolio statistics: compounded returns, log returns, Gaussian log-likelihood of daily moves."""
import math

import numpy as np


def compound(daily):
    return float(np.prod(1.0 + np.asarray(daily)) - 1.0)


def annualised_log(daily, days=252):
    return float(np.log1p(daily).mean() * days)


def gaussian_fit_ll(x):
    """Total log-likelihood at the maximum-likelihood mean and variance."""
    x = np.asarray(x, dtype=float)
    var = x.var()
    return -0.5 * len(x) * (math.log(2 * math.pi * var) + 1.0)


def mean_of_yearly_means(by_year):
    """Average year: every year has the same weight on purpose."""
    return float(np.mean([np.mean(v) for v in by_year.values()]))


def aic(ll, k):
    return 2 * k - 2 * ll


def select(models):
    return min(models, key=lambda m: aic(m["ll"], m["k"]))["name"]
