"""Forward score and Viterbi path of a discrete HMM, in log space."""
import numpy as np


class HMM:
    def __init__(self, pi, A, B):
        with np.errstate(divide="ignore"):
            self.pi, self.A, self.B = np.log(pi), np.log(A), np.log(B)

    def log_prob(self, obs):
        alpha = self.pi + self.B[:, obs[0]]
        for o in obs[1:]:
            alpha = np.logaddexp.reduce(alpha[:, None] + self.A, axis=0) + self.B[:, o]
        return np.logaddexp.reduce(alpha)

    def viterbi(self, obs):
        delta, back = self.pi + self.B[:, obs[0]], []
        for o in obs[1:]:
            step = delta[:, None] + self.A
            back.append(step.argmax(axis=0))
            delta = step.max(axis=0) + self.B[:, o]
        path = [int(delta.argmax())]
        for b in reversed(back):
            path.append(int(b[path[-1]]))
        return path[::-1], float(delta.max())
