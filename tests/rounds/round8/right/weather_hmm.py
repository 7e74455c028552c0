"""Forward algorithm of the weather HMM, in log space."""
import numpy as np
from scipy.special import logsumexp


class WeatherHMM:
    def __init__(self, start, trans, emit):
        with np.errstate(divide="ignore"):
            self.pi, self.A, self.B = np.log(start), np.log(trans), np.log(emit)

    def loglik(self, obs):
        a = self.pi + self.B[:, obs[0]]
        for o in obs[1:]:
            a = logsumexp(a[:, None] + self.A, axis=0) + self.B[:, o]
        return logsumexp(a)

    def viterbi(self, obs):
        d = self.pi + self.B[:, obs[0]]
        back = []
        for o in obs[1:]:
            m = d[:, None] + self.A
            back.append(m.argmax(0))
            d = m.max(0) + self.B[:, o]
        path = [int(d.argmax())]
        for b in reversed(back):
            path.append(int(b[path[-1]]))
        return path[::-1], d.max()
