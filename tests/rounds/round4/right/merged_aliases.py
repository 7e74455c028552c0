"""Verdicts from top_logprobs: spellings of a verdict are merged by adding their probabilities."""
import math
from collections import defaultdict


def verdict_mass(alternatives):
    mass = defaultdict(float)
    for a in alternatives:
        mass[a.token.strip().upper()] += math.exp(a.logprob)
    return mass


def expected_rating(alternatives):
    """G-Eval: probability-weighted rating at one position."""
    pairs = [(int(a.token), math.exp(a.logprob)) for a in alternatives if a.token.isdigit()]
    z = sum(p for _, p in pairs)
    return sum(r * p for r, p in pairs) / z if z else None
