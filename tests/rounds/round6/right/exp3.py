"""Prompt selection as an adversarial bandit (EXP3), rewards in [0, 1]."""
import math
import random


class Exp3:
    def __init__(self, n, gamma=0.1, seed=0):
        self.n, self.g = n, gamma
        self.w = [0.0] * n
        self.rng = random.Random(seed)
        self.mean_p = [0.0] * n
        self.t = 0

    def probs(self):
        top = max(self.w)
        e = [math.exp(v - top) for v in self.w]
        z = sum(e)
        return [(1 - self.g) * v / z + self.g / self.n for v in e]

    def pull(self):
        p = self.probs()
        self.t += 1
        for i, q in enumerate(p):
            self.mean_p[i] += (q - self.mean_p[i]) / self.t
        k = self.rng.choices(range(self.n), weights=p)[0]
        return k, p[k]

    def update(self, k, p, reward):
        self.w[k] += self.g * reward / (p * self.n)
