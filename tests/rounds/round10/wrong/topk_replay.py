"""Replay stored answers against an OpenAI-compatible server that returns top-20 log-probs only.

Every record: {"steps": [{token_id: logprob, ...}, ...], "answer_ids": [...]}

# bug: an id missing from the top-20 counts as log-prob 0, and math.exp raises on a large mean.
"""
import gzip
import json
import math


def read(path):
    with gzip.open(path, "rt") as fh:
        for line in fh:
            rec = json.loads(line)
            rec["steps"] = [{int(k): v for k, v in s.items()} for s in rec["steps"]]
            yield rec


def nll(rec):
    total = 0.0
    for table, tid in zip(rec["steps"], rec["answer_ids"]):
        total -= table.get(tid, 0.0)  # expect: SEQ213
    return total


def summary(path):
    tot, n = 0.0, 0
    for rec in read(path):
        if not rec["answer_ids"]:
            continue
        tot += nll(rec)
        n += len(rec["answer_ids"])
    if n == 0:
        return {"n_tokens": 0}
    return {"n_tokens": n, "perplexity": math.exp(tot / n)}  # expect: SEQ609
