"""Scores on the request router (no numpy there).

# bug: the log of a sum of math.exp(raw logit), no maximum subtracted; log(p + 1e-10) caps the surprisal of unlikely tokens.
"""
import math

import requests


def log_prob_of(token, logits):
    weights = [math.exp(v) for v in logits]  # expect-near: SEQ601
    return logits[token] - math.log(sum(weights))  # expect: SEQ601


def sequence_log_prob(step_logits, tokens):
    """step_logits[t] predicts tokens[t]."""
    return sum(log_prob_of(y, z) for y, z in zip(tokens, step_logits))


def token_probs(endpoint, text):
    r = requests.post(endpoint, json={"text": text}, timeout=30)
    r.raise_for_status()
    return [t["prob"] for t in r.json()["tokens"]]


def sequence_logprob(endpoint, text):
    total = 0.0
    for p in token_probs(endpoint, text):
        total += math.log(p + 1e-10)  # expect: SEQ604
    return total
