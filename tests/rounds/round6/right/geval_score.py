"""G-Eval: expected rating from the alternatives at the rating position, over the ratings that are listed."""
import math
from typing import Optional

RATINGS = {str(i): i for i in range(1, 6)}


def rating_position(content) -> Optional[int]:
    hits = [i for i, c in enumerate(content) if c.token.strip() in RATINGS]
    return hits[-1] if hits else None


def expected_rating(content) -> Optional[float]:
    at = rating_position(content)
    if at is None:
        return None
    num = den = 0.0
    for alt in content[at].top_logprobs:
        value = RATINGS.get(alt.token.strip())
        if value is None:
            continue
        p = math.exp(alt.logprob)
        num += value * p
        den += p
    return num / den if den > 0 else None


def listed_mass(content) -> float:
    at = rating_position(content)
    if at is None:
        return 0.0
    return sum(math.exp(a.logprob) for a in content[at].top_logprobs if a.token.strip() in RATINGS)
