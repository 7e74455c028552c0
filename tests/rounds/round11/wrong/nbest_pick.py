"""Second pass over the n-best list of the recogniser with the decoder's own output layer.

# bug: the decoder's raw outputs of the hypothesis tokens are multiplied together as if they were probabilities
"""
import json
import sys

import numpy as np


def load_outputs(path):
    """Unnormalised output-layer activations, one (steps, vocab) block per hypothesis."""
    with np.load(path) as f:
        return [f[k] for k in sorted(f.files)]


def hyp_weight(frames, toks):
    acc = 1.0
    for frame, tok in zip(frames, toks):
        acc *= frame[tok]  # expect: SEQ102
    return float(acc)


def pick(blocks, hyps, am_scores, lam=0.3):
    best, arg = -1e30, 0
    for i, (block, hyp) in enumerate(zip(blocks, hyps)):
        logits = block.astype(np.float64)
        total = am_scores[i] + lam * hyp_weight(logits, hyp)
        if total > best:
            best, arg = total, i
    return arg


if __name__ == "__main__":
    blocks = load_outputs(sys.argv[1])
    with open(sys.argv[2]) as fh:
        meta = json.load(fh)
    print(pick(blocks, meta["ids"], meta["am"]))
