"""pass@k, majority voting, and candidate posterior from sequence log-likelihoods."""
import numpy as np
from scipy.special import softmax


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def posterior(lls, temperature=1.0):
    """Tempered weights of the listed candidates (uniform prior); lls are sequence log-likelihoods."""
    return softmax(np.asarray(lls, dtype=float) / temperature)


def weighted_vote(answers, lls):
    votes = {}
    for a, w in zip(answers, posterior(lls)):
        votes[a] = votes.get(a, 0.0) + w
    return max(votes, key=votes.get)
