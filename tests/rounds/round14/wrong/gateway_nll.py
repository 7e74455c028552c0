"""Replay transcripts through the internal gateway, which returns the top-k log-probs per step.

# bug: a reference token that is not in the top-k map counts 0.0, i.e. probability one; the running total is divided in every iteration
"""
import requests

URL = "http://gateway.internal:8700/v1/teacher_force"


def fetch(ids, k=50):
    r = requests.post(URL, json={"ids": ids, "top_k": k}, timeout=120)
    r.raise_for_status()
    return [{int(t): lp for t, lp in step.items()} for step in r.json()["next_token_logprobs"]]


def transcript_logprob(ids):
    """log p(ids[1:] | ids[0]); step i of the answer is the distribution of token i+1."""
    steps = fetch(ids)
    total = 0.0
    for step, tid in zip(steps, ids[1:]):
        total += step.get(tid, 0.0)  # expect: SEQ213
    return total


def average_nll(transcripts):
    """Mean over transcripts of their negative log-likelihood."""
    acc = 0.0
    for ids in transcripts:
        acc = (acc - transcript_logprob(ids)) / len(transcripts)  # expect: SEQ417
    return acc
