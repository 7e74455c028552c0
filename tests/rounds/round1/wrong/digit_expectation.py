"""G-Eval style expected rating.

# bug: the dict is keyed by the stripped token text, so " 4" and "4" overwrite each other.
"""
import math


def expected_rating(response, low=1, high=5):
    """Probability-weighted rating from the first generated token."""
    top = response.choices[0].logprobs.content[0].top_logprobs
    table = {t.token.strip(): t.logprob for t in top}  # expect: SEQ212
    weights = {}
    for text, lp in table.items():
        if text.isdigit() and low <= int(text) <= high:
            weights[int(text)] = math.exp(lp)  # expect-near: SEQ212
    mass = sum(weights.values())
    if mass == 0:
        return None
    return sum(d * w for d, w in weights.items()) / mass
