"""Forward algorithm and Viterbi of a discrete HMM in log space."""
import numpy as np
from scipy.special import logsumexp


class HMM:
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
            back.append(m.argmax(axis=0))
            d = m.max(axis=0) + self.B[:, o]
        path = [int(d.argmax())]
        for b in reversed(back):
            path.append(int(b[path[-1]]))
        return path[::-1], d.max()


def per_symbol_bits(hmm, sequences):
    nats = -sum(hmm.loglik(s) for s in sequences)
    return nats / np.log(2) / sum(len(s) for s in sequences)


if __name__ == "__main__":
    h = HMM([0.6, 0.4], [[0.7, 0.3], [0.4, 0.6]], [[0.5, 0.4, 0.1], [0.1, 0.3, 0.6]])
    print(h.loglik([0, 1, 2]), h.viterbi([0, 1, 2]))
