"""Re-order beam outputs stored as JSONL (`tokens`, `token_logprobs` per candidate).

# bug: the sequence probability is a plain product of token probabilities, and the probability itself (not its log) is divided by the length.
"""
import json
from argparse import ArgumentParser

import numpy as np


def seq_prob(cand):
    p = np.exp(np.asarray(cand["token_logprobs"], dtype=np.float32))
    return float(np.prod(p))  # expect: SEQ603


def normalised(cand):
    return seq_prob(cand) / max(len(cand["token_logprobs"]), 1)  # expect: SEQ406


def reorder(example):
    ranked = sorted(example["candidates"], key=normalised, reverse=True)
    return {**example, "candidates": ranked, "top": ranked[0]["tokens"]}


if __name__ == "__main__":
    ap = ArgumentParser(description=__doc__)
    ap.add_argument("inp")
    ap.add_argument("out")
    a = ap.parse_args()
    with open(a.inp) as f, open(a.out, "w") as g:
        for ln in f:
            g.write(json.dumps(reorder(json.loads(ln))) + "\n")
