"""EXP3 on the ad-slot simulator, regret, and the entropy of a softmax policy."""
import numpy as np
from scipy.special import entr


class Exp3:
    def __init__(self, arms, gamma=0.07, seed=0):
        self.w = np.ones(arms)
        self.gamma = gamma
        self.rng = np.random.default_rng(seed)

    def probs(self):
        return (1 - self.gamma) * self.w / self.w.sum() + self.gamma / len(self.w)

    def play(self, reward_fn):
        p = self.probs()
        arm = self.rng.choice(len(p), p=p)
        r = reward_fn(arm)
        self.w[arm] *= np.exp(self.gamma * r / p[arm] / len(p))
        self.w /= self.w.max()
        return arm, r, p.max()


def regret(best_mean, rewards):
    return best_mean * len(rewards) - float(np.sum(rewards))


def policy_entropy(pref):
    p = np.exp(pref - pref.max())
    p /= p.sum()
    return float(entr(p).sum())
