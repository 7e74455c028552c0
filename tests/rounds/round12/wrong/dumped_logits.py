"""Offline scoring of logits that an ONNX Runtime job dumped to disk.

# bug: `nll` takes along the time axis, so token ids select positions instead of vocabulary entries.
# bug: `distribution` exponentiates the logits without subtracting the maximum.
"""
import sys
from pathlib import Path

import numpy as np
from scipy.special import logsumexp


class Dump:
    def __init__(self, stem: Path):
        self.z = np.load(stem.with_suffix(".logits.npy")).astype(np.float64)   # (T, V)
        self.tokens = np.load(stem.with_suffix(".ids.npy")).astype(np.int64)   # (T,)

    def nll(self) -> float:
        """Summed over the tokens after the first one."""
        lp = self.z - logsumexp(self.z, axis=1, keepdims=True)
        picked = np.take(lp[:-1], self.tokens[1:], axis=0)  # expect: SEQ205
        return float(-picked.sum())  # expect-near: SEQ205

    def distribution(self, t: int) -> np.ndarray:
        e = np.exp(self.z[t])  # expect-near: SEQ601
        return e / e.sum()  # expect: SEQ601

    def alternatives(self, t: int, k: int = 5):
        p = self.distribution(t)
        order = np.argsort(-p)[:k]
        return [(int(i), float(p[i])) for i in order]


def main(folder):
    for f in sorted(Path(folder).glob("*.ids.npy")):
        d = Dump(f.with_name(f.name[: -len(".ids.npy")]))
        print(f.name, d.nll(), d.alternatives(len(d.tokens) - 1))


if __name__ == "__main__":
    main(sys.argv[1])
