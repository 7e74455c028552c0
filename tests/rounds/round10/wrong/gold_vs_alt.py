"""Counterfactual editing probe: does the edited model prefer the new fact to the old one?

# bug: sequence log-likelihoods are exponentiated before they are normalised; and the summed score of the new fact is compared with the mean score of the old one.
"""
import json

import numpy as np


class FactScores:
    """Token log-probs of the old and new object for one edit, and those of some distractors."""

    def __init__(self, rec):
        self.new = np.asarray(rec["new_logprobs"], dtype=np.float64)
        self.old = np.asarray(rec["old_logprobs"], dtype=np.float64)
        self.rest = [np.asarray(x, dtype=np.float64) for x in rec["distractors"]]

    def success(self):
        a = self.new.sum()
        b = self.old.mean()
        return bool(a > b)  # expect: SEQ503

    def posterior(self):
        """Share of the new object among all candidates."""
        ll = np.array([self.new.sum(), self.old.sum()] + [x.sum() for x in self.rest])
        w = np.exp(ll)  # expect-near: SEQ605
        return float(w[0] / w.sum())  # expect: SEQ605


def summarise(path):
    with open(path) as f:
        facts = [FactScores(json.loads(line)) for line in f]
    if not facts:
        return {}
    return {
        "efficacy": float(np.mean([f.success() for f in facts])),
        "posterior": float(np.mean([f.posterior() for f in facts])),
        "n": len(facts),
    }
