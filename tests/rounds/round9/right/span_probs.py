"""Span confidence from llama.cpp server dumps, in log space."""
import json
import sys

import numpy as np


class Span:
    def __init__(self, tokens):
        self.lp = np.array([t["logprob"] for t in tokens], dtype=np.float64)

    @property
    def logprob(self):
        return float(self.lp.sum())

    @property
    def joint(self):
        return float(np.exp(self.lp.sum()))

    @property
    def per_token(self):
        """Geometric mean of the token probabilities."""
        return float(np.exp(self.lp.sum() / max(len(self.lp), 1)))


def main(fh):
    for line in fh:
        rec = json.loads(line)
        for name, (lo, hi) in rec["fields"].items():
            s = Span(rec["tokens"][lo:hi])
            print(json.dumps({"id": rec["id"], "field": name, "p": s.joint, "gm": s.per_token, "logp": s.logprob}))


if __name__ == "__main__":
    main(sys.stdin)
