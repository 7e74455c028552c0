"""Gradient bandit plus off-policy estimators."""
import numpy as np


class GradientBandit:
    def __init__(self, arms: int, lr: float = 0.1, seed: int = 0):
        self.h = np.zeros(arms)
        self.lr, self.base, self.t = lr, 0.0, 0
        self.rng = np.random.default_rng(seed)

    def policy(self) -> np.ndarray:
        e = np.exp(self.h - self.h.max())
        return e / e.sum()

    def act(self) -> int:
        return int(self.rng.choice(self.h.size, p=self.policy()))

    def learn(self, arm: int, reward: float) -> None:
        p = self.policy()
        self.t += 1
        self.base += (reward - self.base) / self.t
        step = -p
        step[arm] += 1.0
        self.h += self.lr * (reward - self.base) * step


def per_trajectory_weight(target: np.ndarray, behaviour: np.ndarray) -> float:
    """Ratio over a short trajectory of action probabilities."""
    return float(np.prod(target / behaviour))


def snips(weights: np.ndarray, rewards: np.ndarray) -> float:
    return float((weights * rewards).sum() / weights.sum())
