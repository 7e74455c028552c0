"""HMM: the forward algorithm in log space and Viterbi; rows of the matrix are looked up by state."""
import numpy as np
from scipy.special import logsumexp


class HMM:
    def __init__(self, start, trans, emit):
        with np.errstate(divide="ignore"):
            self.start, self.trans, self.emit = np.log(start), np.log(trans), np.log(emit)

    def loglik(self, obs):
        a = self.start + self.emit[:, obs[0]]
        for o in obs[1:]:
            a = logsumexp(a[:, None] + self.trans, axis=0) + self.emit[:, o]
        return logsumexp(a)

    def viterbi(self, obs):
        d, back = self.start + self.emit[:, obs[0]], []
        for o in obs[1:]:
            cand = d[:, None] + self.trans
            back.append(cand.argmax(axis=0))
            d = cand.max(axis=0) + self.emit[:, o]
        path = [int(d.argmax())]
        for b in reversed(back):
            path.append(int(b[path[-1]]))
        return path[::-1], d.max()

    def sample_next(self, states, rng):
        return [rng.choice(len(r), p=np.exp(r)) for r in self.trans[states]]


if __name__ == "__main__":
    h = HMM(np.array([0.6, 0.4]), np.array([[0.7, 0.3], [0.4, 0.6]]), np.array([[0.9, 0.1], [0.2, 0.8]]))
    assert np.isclose(np.exp([h.loglik([a, b]) for a in (0, 1) for b in (0, 1)]).sum(), 1.0)
    assert h.viterbi([0, 0, 1])[0] == [0, 0, 1]
