"""EXP3 with weights that are shifted before exponentiation."""
import math
import random


class Exp3:
    def __init__(self, n, gamma=0.1, seed=0):
        self.n, self.gamma = n, gamma
        self.logw = [0.0] * n
        self.rng = random.Random(seed)

    def distribution(self):
        top = max(self.logw)
        w = [math.exp(x - top) for x in self.logw]
        s = sum(w)
        return [(1 - self.gamma) * x / s + self.gamma / self.n for x in w]

    def draw(self):
        p = self.distribution()
        return self.rng.choices(range(self.n), p)[0], p

    def update(self, arm, p, reward):
        self.logw[arm] += self.gamma * reward / (p[arm] * self.n)
