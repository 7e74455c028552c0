"""Expected grade of an LLM judge from the alternatives at the grade position."""
import math
from collections import defaultdict


def grade_mass(alternatives):
    mass = defaultdict(float)
    for a in alternatives:
        key = a.token.strip()
        if key in {"1", "2", "3", "4", "5"}:
            mass[int(key)] += math.exp(a.logprob)
    return mass


def expected(resp, floor=0.5):
    """Expected grade among the digits, None if they hold too little probability."""
    m = grade_mass(resp.choices[0].logprobs.content[0].top_logprobs)
    tot = sum(m.values())
    if tot < floor:
        return None
    return sum(g * p for g, p in m.items()) / tot
