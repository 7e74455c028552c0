"""Semantic entropy: answers are clustered by meaning, cluster mass is the log-sum of distinct answers' log-probs."""
from collections import defaultdict

import numpy as np
from scipy.special import log_softmax, logsumexp


class SemanticEntropy:
    def __init__(self, same):
        self.same = same

    def clusters(self, answers):
        reps, out = [], defaultdict(list)
        for i, a in enumerate(answers):
            for c, r in enumerate(reps):
                if self.same(a, r):
                    out[c].append(i)
                    break
            else:
                out[len(reps)].append(i)
                reps.append(a)
        return list(out.values())

    def __call__(self, answers, logprobs):
        unique = {a: lp for a, lp in zip(answers, logprobs)}
        keys, lps = list(unique), np.array(list(unique.values()))
        mass = np.array([logsumexp(lps[c]) for c in self.clusters(keys)])
        lp = log_softmax(mass)
        return float(-np.sum(np.exp(lp) * lp))


if __name__ == "__main__":
    se = SemanticEntropy(lambda a, b: a.lower() == b.lower())
    print(se(["Paris", "paris", "Lyon"], [-1.2, -1.9, -3.0]))
