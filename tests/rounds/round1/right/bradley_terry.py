"""Elo-like ratings from pairwise outcomes, and a logistic reward model."""
import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_expit


def fit_ratings(games, players, l2=1e-2):
    """games: list of (winner, loser) indices."""
    g = np.asarray(games)

    def loss(r):
        d = r[g[:, 0]] - r[g[:, 1]]
        return -log_expit(d).sum() + l2 * (r ** 2).sum()

    return minimize(loss, np.zeros(players)).x


def win_probability(ratings, a, b):
    return expit(ratings[a] - ratings[b])


def expected_score(ratings, a, opponents):
    """Mean chance of winning against the listed opponents."""
    probs = [win_probability(ratings, a, o) for o in opponents]
    return float(np.mean(probs)) if probs else 0.0


if __name__ == "__main__":
    r = fit_ratings([(0, 1), (0, 2), (1, 2), (0, 1)], 3)
    assert r.argmax() == 0 and r.argmin() == 2
