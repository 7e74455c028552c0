"""Forward algorithm of a hidden Markov model in log space."""
import numpy as np
from scipy.special import logsumexp


class HMM:
    def __init__(self, start, trans, emit):
        with np.errstate(divide="ignore"):
            self.start, self.trans, self.emit = np.log(start), np.log(trans), np.log(emit)

    def loglik(self, obs):
        alpha = self.start + self.emit[:, obs[0]]
        for o in obs[1:]:
            alpha = logsumexp(alpha[:, None] + self.trans, axis=0) + self.emit[:, o]
        return float(logsumexp(alpha))

    def viterbi(self, obs):
        delta, back = self.start + self.emit[:, obs[0]], []
        for o in obs[1:]:
            step = delta[:, None] + self.trans
            back.append(step.argmax(axis=0))
            delta = step.max(axis=0) + self.emit[:, o]
        path = [int(delta.argmax())]
        for b in reversed(back):
            path.append(int(b[path[-1]]))
        return path[::-1]
