"""Multi-token cloze completions from stored token log-probabilities.

# bug: a candidate's score is the sum of the probabilities of its tokens
# bug: scores are rounded to two digits before the candidates are compared
"""
import json
import math
from collections import Counter


def candidate_score(logps):
    """Likelihood of a candidate given the log-probabilities of its tokens."""
    return sum(math.exp(v) for v in logps)  # expect: SEQ404


def choose(item):
    scored = {c["text"]: candidate_score(c["logps"]) for c in item["candidates"]}
    return max(scored, key=lambda text: round(scored[text], 2))  # expect: SEQ504


def evaluate(path):
    by_type = Counter()
    right = Counter()
    with open(path, encoding="utf-8") as fh:
        for line in fh:
            item = json.loads(line)
            kind = item.get("type", "all")
            by_type[kind] += 1
            right[kind] += choose(item) == item["answer"]
    return {k: right[k] / by_type[k] for k in by_type}


if __name__ == "__main__":
    for kind, acc in evaluate("cloze.jsonl").items():
        print(f"{kind:20s}{acc:8.3f}")
