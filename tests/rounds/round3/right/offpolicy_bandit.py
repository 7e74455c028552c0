"""Off-policy value estimates of a contextual bandit from logged propensities."""
import numpy as np


def ips(rewards, target_prob, logged_prob):
    return np.mean(rewards * target_prob / logged_prob)


def snips(rewards, target_prob, logged_prob):
    w = target_prob / logged_prob
    return (w * rewards).sum() / w.sum()


def average_propensity(prob):
    """Diagnostics: the mean probability with which the logged arm was drawn."""
    return float(prob.mean())


def greedy_arm(scores):
    return np.argmax(scores, axis=1)


if __name__ == "__main__":
    r, p = np.array([1.0, 0.0, 1.0]), np.array([0.5, 0.25, 0.25])
    assert np.isclose(ips(r, p, p), r.mean()) and np.isclose(snips(r, p, p), r.mean())
