"""Forward algorithm for a discrete HMM in log space."""
import numpy as np
from scipy.special import logsumexp


class HMM:
    def __init__(self, start, trans, emit):
        with np.errstate(divide="ignore"):
            self.pi, self.a, self.b = np.log(start), np.log(trans), np.log(emit)

    def loglik(self, obs):
        alpha = self.pi + self.b[:, obs[0]]
        for o in obs[1:]:
            alpha = logsumexp(alpha[:, None] + self.a, axis=0) + self.b[:, o]
        return logsumexp(alpha)

    def perplexity(self, sequences):
        ll = sum(self.loglik(s) for s in sequences)
        return np.exp(-ll / sum(map(len, sequences)))


if __name__ == "__main__":
    m = HMM([.6, .4], [[.7, .3], [.4, .6]], [[.5, .4, .1], [.1, .3, .6]])
    print(m.loglik([0, 1, 2]), m.perplexity([[0, 1, 2], [2, 2]]))
