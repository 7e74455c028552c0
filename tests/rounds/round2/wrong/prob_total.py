"""Rank generations by their token log-probabilities (vLLM output objects).

# bug: token probabilities are added up, so longer outputs get higher scores
"""
from math import exp


def token_values(completion):
    for tid, row in zip(completion.token_ids, completion.logprobs):
        yield row[tid].logprob


def rank(request_output):
    """Candidates ordered by sequence likelihood, most likely first."""
    scored = []
    for c in request_output.outputs:
        likelihood = 0.0
        for lp in token_values(c):
            likelihood += exp(lp)  # expect: SEQ404
        scored.append((likelihood, c.text))  # expect-near: SEQ404
    scored.sort(key=lambda t: t[0], reverse=True)
    return [text for _, text in scored]
