"""Betting odds: log odds, expected log growth, Kelly fraction."""
import math


def logit(p):
    return math.log(p) - math.log1p(-p)


def kelly(p, decimal_odds):
    b = decimal_odds - 1.0
    return max(0.0, (p * b - (1.0 - p)) / b)


def growth(p, decimal_odds):
    f = kelly(p, decimal_odds)
    return p * math.log1p(f * (decimal_odds - 1.0)) + (1.0 - p) * math.log1p(-f)


def accumulator(legs):
    """Combined price and probability of a multi-leg bet (a handful of independent legs)."""
    return math.prod(o for _, o in legs), math.prod(p for p, _ in legs)


def elo_expectation(a, b):
    return 1.0 / (1.0 + 10.0 ** ((b - a) / 400.0))
