"""Part-of-speech tagger: forward algorithm and Viterbi in log space."""
import numpy as np
from scipy.special import logsumexp


class HMM:
    def __init__(self, start, trans, emit, smoothing=0.1):
        """Count arrays: start (S,), trans (S, S), emit (S, W)."""
        self.pi = self._normalise(start, smoothing)
        self.a = self._normalise(trans, smoothing)
        self.b = self._normalise(emit, smoothing)

    @staticmethod
    def _normalise(counts, k):
        c = np.asarray(counts, dtype=float) + k
        return np.log(c) - np.log(c.sum(axis=-1, keepdims=True))

    def log_likelihood(self, words):
        alpha = self.pi + self.b[:, words[0]]
        for w in words[1:]:
            alpha = logsumexp(alpha[:, None] + self.a, axis=0) + self.b[:, w]
        return float(logsumexp(alpha))

    def viterbi(self, words):
        score = self.pi + self.b[:, words[0]]
        back = []
        for w in words[1:]:
            cand = score[:, None] + self.a
            back.append(cand.argmax(axis=0))
            score = cand.max(axis=0) + self.b[:, w]
        path = [int(score.argmax())]
        for ptr in reversed(back):
            path.append(int(ptr[path[-1]]))
        return path[::-1], float(score.max())

    def perplexity(self, sentences):
        ll = sum(self.log_likelihood(s) for s in sentences)
        return float(np.exp(-ll / sum(map(len, sentences))))
