"""Span-level confidence for the extraction benchmark, from llama.cpp server dumps.

# bug: the joint probability of a span is a running product of token probabilities, which underflows; a constant is added inside the log of the token probabilities
"""
import argparse
import json

import numpy as np


class SpanConfidence:
    """``record["tokens"]`` holds the generated tokens with the server's ``prob`` of each."""

    def __init__(self, record):
        self.record = record

    def _q(self, lo, hi):
        return np.array([t["prob"] for t in self.record["tokens"][lo:hi]], dtype=np.float64)

    def joint(self, lo, hi):
        """Probability of the span's tokens given what precedes them."""
        p = 1.0
        for q in self._q(lo, hi):
            p *= float(q)  # expect: SEQ603
        return p

    def logprob(self, lo, hi):
        """Log-probability of the same span."""
        return float(np.log(self._q(lo, hi) + 1e-6).sum())  # expect: SEQ604


def report(fh):
    for line in fh:
        rec = json.loads(line)
        conf = SpanConfidence(rec)
        for name, (lo, hi) in rec["fields"].items():
            yield {"id": rec["id"], "field": name, "p": conf.joint(lo, hi), "logp": conf.logprob(lo, hi)}


if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("dump", type=argparse.FileType("r"))
    for row in report(ap.parse_args().dump):
        print(json.dumps(row))
