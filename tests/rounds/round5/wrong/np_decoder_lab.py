"""Practical 2 (numpy): sampling from a bigram table and measuring uncertainty along a text.

# bug: exp(x) / sum(exp(x)) without subtracting the maximum
# bug: the "entropy" of the predictions adds -p log p of the observed tokens only
"""
import numpy as np
from scipy.special import log_softmax

rng = np.random.default_rng(7)


def to_probs(row):
    e = np.exp(row)  # expect-near: SEQ601
    return e / e.sum()  # expect: SEQ601


def generate(weights, first, n):
    seq = [first]
    for _ in range(n):
        seq.append(int(rng.choice(weights.shape[1], p=to_probs(weights[seq[-1]]))))
    return np.array(seq)


def predictive_entropy(weights, seq):
    """Mean entropy (nats) of the next-token distributions along seq."""
    lp = log_softmax(weights[seq[:-1]], axis=-1)
    got = lp[np.arange(len(seq) - 1), seq[1:]]
    return -(np.exp(got) * got).sum() / (len(seq) - 1)  # expect: SEQ416


def nll(weights, seq):
    lp = log_softmax(weights[seq[:-1]], axis=-1)
    return -np.take_along_axis(lp, seq[1:, None], axis=1).mean()


if __name__ == "__main__":
    W = rng.normal(scale=2.0, size=(40, 40))
    s = generate(W, 0, 5000)
    print("nll", nll(W, s), "entropy", predictive_entropy(W, s))
