"""Expected rating from the alternatives at the score position (G-Eval)."""
import math
from collections import defaultdict


def expected_rating(choice, low=1, high=5):
    slot = choice.logprobs.content[0]
    mass = defaultdict(float)
    for alt in slot.top_logprobs:
        t = alt.token.strip()
        if t.isdigit() and low <= int(t) <= high:
            mass[int(t)] += math.exp(alt.logprob)
    z = sum(mass.values())
    if z == 0:
        return None
    return sum(k * p for k, p in mass.items()) / z


def yes_mass(choice, words=("Yes", " Yes", "yes", " yes")):
    """Probability that the first token is one of the spellings (0 if outside the alternatives)."""
    alts = choice.logprobs.content[0].top_logprobs
    return sum(math.exp(a.logprob) for a in alts if a.token in words)
