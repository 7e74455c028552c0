"""Domain-conditional PMI for the commonsense split: log p(a | q) - log p(a | domain stem).

npz from dump_probs.py:   cond, base   token probabilities of the answer, float64

# bug: a constant is added inside the logs; and the conditional side is a sum while the unconditional side is a mean
"""
import json
from pathlib import Path

import numpy as np

TINY = 1e-9


def logs(p):
    return np.log(p + TINY)  # expect: SEQ604


def pmi(answer_file):
    with np.load(answer_file) as f:
        cond, base = f["cond"], f["base"]
    if cond.size == 0 or base.size == 0:
        return -np.inf
    with_q = logs(cond).sum()
    alone = logs(base).mean()
    return with_q - alone  # expect: SEQ503


def evaluate(root):
    root = Path(root)
    right = total = 0
    for item in json.loads((root / "items.json").read_text()):
        files = [root / item["id"] / f"{k}.npz" for k in range(len(item["answers"]))]
        guess = int(np.argmax([pmi(f) for f in files]))
        right += guess == item["gold"]
        total += 1
    return right / max(total, 1)


if __name__ == "__main__":
    print(evaluate("dumps/csqa"))
