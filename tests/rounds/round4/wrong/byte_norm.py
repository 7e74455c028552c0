"""acc_bytes for multiple choice.
# bug: the score is documented as per byte and divided by the number of characters, or of words.
"""
from typing import Sequence


def per_byte(loglikelihoods: Sequence[float], choices: Sequence[str]) -> list[float]:
    """Byte-normalised log-likelihoods."""
    return [ll / len(c) for ll, c in zip(loglikelihoods, choices)]  # expect: SEQ422


def acc_bytes(doc, results):
    lls = [r[0] for r in results]
    scores = per_byte(lls, doc["choices"])  # expect-near: SEQ422
    return float(scores.index(max(scores)) == doc["gold"])


def logprob_per_token(total_logprob: float, text: str) -> float:
    """Average log-probability per token of the model's tokenizer."""
    n_tokens = len(text.split())  # expect-near: SEQ422
    return total_logprob / max(n_tokens, 1)  # expect: SEQ422
