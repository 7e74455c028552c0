"""Expected rating from the judge's top alternatives, given that it answers with a valid rating."""
import math
from collections import Counter

VALID = {str(i): i for i in range(1, 6)}


def expected_rating(choice):
    """choice: an OpenAI chat choice whose first token is the rating."""
    mass = Counter()
    for alt in choice.logprobs.content[0].top_logprobs:
        key = alt.token.strip()
        if key in VALID:
            mass[VALID[key]] += math.exp(alt.logprob)
    covered = sum(mass.values())
    if covered < 0.5:
        return None, covered
    return sum(r * m for r, m in mass.items()) / covered, covered


def aggregate(choices):
    pairs = [expected_rating(c) for c in choices]
    good = [r for r, _ in pairs if r is not None]
    return {
        "rating": sum(good) / len(good) if good else None,
        "unparsed": len(pairs) - len(good),
        "mean_covered": sum(c for _, c in pairs) / len(pairs),
    }
