"""Build the leaderboard rows from raw per-sample dumps.

# bug: corpus perplexity is the mean of the documents' perplexities; the byte-normalised accuracy divides by characters
"""
import json
from pathlib import Path

import numpy as np


def read_dump(path):
    with path.open() as fh:
        return [json.loads(line) for line in fh]


def corpus_ppl(docs):
    """Token perplexity of the whole corpus; a doc has ``nll`` (sum, nats) and ``n_tok``."""
    values = [np.exp(d["nll"] / d["n_tok"]) for d in docs if d["n_tok"]]
    return float(np.mean(values))  # expect: SEQ410


def acc_bytes(samples):
    """Accuracy after dividing each choice's log-likelihood by its UTF-8 bytes."""
    ok = []
    for s in samples:
        ll = np.asarray(s["lls"])
        size = np.array([len(c) for c in s["choices"]])  # expect-near: SEQ422
        ok.append(int(np.argmax(ll / size)) == s["gold"])  # expect: SEQ422
    return float(np.mean(ok))


def acc(samples):
    return float(np.mean([int(np.argmax(s["lls"])) == s["gold"] for s in samples]))


def build(root):
    rows = []
    for d in sorted(Path(root).iterdir()):
        mc = read_dump(d / "mc.jsonl")
        rows.append({
            "model": d.name,
            "ppl": corpus_ppl(read_dump(d / "lm.jsonl")),
            "acc": acc(mc),
            "acc_bytes": acc_bytes(mc),
        })
    return sorted(rows, key=lambda r: -r["acc_bytes"])


if __name__ == "__main__":
    print(json.dumps(build("dumps"), indent=1))
