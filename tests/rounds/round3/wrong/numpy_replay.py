"""Re-score stored sequences from dumped log-probability tables.

# bug: the answer mask is trimmed on the right, one token off its targets
"""
import glob

import numpy as np


def replay(path):
    """The dump holds logp (T, V), ids (T,) and answer (T,), True on answer tokens."""
    d = np.load(path)
    logp, ids, answer = d["logp"], d["ids"], d["answer"]
    gold = ids[1:]
    seen = logp[np.arange(gold.size), gold]
    return seen[answer[:-1]].sum()  # expect: SEQ203


if __name__ == "__main__":
    for f in sorted(glob.glob("dumps/*.npz")):
        print(f, replay(f))
