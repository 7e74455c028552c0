"""Monitors per-domain NLL of a production model from request logs.

# bug: the running total is divided on every iteration instead of once after the loop
"""
import collections
import gzip
import json


def read(path):
    with gzip.open(path, "rt") as fh:
        for line in fh:
            yield json.loads(line)


def by_domain(path):
    groups = collections.defaultdict(list)
    for rec in read(path):
        groups[rec["domain"]].append([t["logprob"] for t in rec["tokens"] if t["logprob"] is not None])
    return groups


def nll_per_token(docs):
    """Total NLL of the documents over their number of tokens."""
    n = sum(len(d) for d in docs)
    acc = 0.0
    for d in docs:
        acc += -sum(d)
        acc /= n  # expect: SEQ417
    return acc


def report(path):
    for dom, docs in sorted(by_domain(path).items()):
        docs = [d for d in docs if d]
        if docs:
            print(f"{dom:20s} {len(docs):6d} {nll_per_token(docs):.4f}")


if __name__ == "__main__":
    report("requests.jsonl.gz")
