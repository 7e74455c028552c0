"""Off-policy evaluation for the homepage bandit: IPS, SNIPS and doubly robust."""
import numpy as np
from scipy.special import softmax


class SoftmaxPolicy:
    """Action probabilities over the eligible banners of a slot."""

    def __init__(self, weights, temperature=1.0):
        self.weights = weights
        self.temperature = temperature

    def probs(self, X):
        return softmax(X @ self.weights / self.temperature, axis=1)

    def sample(self, X, rng):
        p = self.probs(X)
        return (p.cumsum(axis=1) > rng.random((len(X), 1))).argmax(axis=1)


def evaluate(policy, X, actions, rewards, propensities, q_hat):
    p = policy.probs(X)
    rows = np.arange(len(X))
    w = p[rows, actions] / propensities
    ips = np.mean(w * rewards)
    snips = np.sum(w * rewards) / np.sum(w)
    direct = (p * q_hat).sum(axis=1)
    dr = np.mean(direct + w * (rewards - q_hat[rows, actions]))
    greedy_share = np.mean(p.max(axis=1))
    return {"ips": ips, "snips": snips, "dr": dr, "mean_max_prob": greedy_share,
            "ess": w.sum() ** 2 / np.sum(w ** 2)}


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    X = rng.normal(size=(500, 6))
    pol = SoftmaxPolicy(rng.normal(size=(6, 4)))
    a = pol.sample(X, rng)
    prop = pol.probs(X)[np.arange(500), a]
    print(evaluate(pol, X, a, rng.binomial(1, 0.2, 500), prop, np.full((500, 4), 0.2)))
