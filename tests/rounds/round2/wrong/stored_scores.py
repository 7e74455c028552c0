"""Compare two systems on stored candidate scores.

# bug: scores are rounded to one decimal before the candidates are ranked, which makes ties
"""
import json


def load(path):
    with open(path) as fh:
        return [json.loads(line) for line in fh]


def candidate_score(token_logprobs):
    return round(sum(token_logprobs), 1)  # expect: SEQ504


def choose(record):
    scores = [candidate_score(c["token_logprobs"]) for c in record["candidates"]]
    return max(range(len(scores)), key=scores.__getitem__)  # expect-near: SEQ504


def accuracy(path):
    recs = load(path)
    return sum(choose(r) == r["gold"] for r in recs) / max(len(recs), 1)
