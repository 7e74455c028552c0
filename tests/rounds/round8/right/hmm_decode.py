"""Log-space forward and Viterbi passes of a discrete HMM (part-of-speech homework)."""
import numpy as np


class HMM:
    def __init__(self, pi, a, b):
        self.pi, self.a, self.b = np.log(pi), np.log(a), np.log(b)

    def loglik(self, obs):
        f = self.pi + self.b[:, obs[0]]
        for o in obs[1:]:
            f = np.logaddexp.reduce(f[:, None] + self.a, axis=0) + self.b[:, o]
        return np.logaddexp.reduce(f)

    def viterbi(self, obs):
        d = self.pi + self.b[:, obs[0]]
        back = []
        for o in obs[1:]:
            m = d[:, None] + self.a
            back.append(m.argmax(axis=0))
            d = m.max(axis=0) + self.b[:, o]
        path = [int(d.argmax())]
        for bp in reversed(back):
            path.append(int(bp[path[-1]]))
        return path[::-1], d.max()
