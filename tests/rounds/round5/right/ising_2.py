"""Metropolis sampler for the 2-D Ising model; energies and heat capacity against temperature."""
import math
import random

import numpy as np


class Ising:
    def __init__(self, side, beta, seed=1):
        self.rnd = random.Random(seed)
        self.s = np.ones((side, side), dtype=int)
        self.side, self.beta = side, beta

    def flip_cost(self, i, j):
        s, n = self.s, self.side
        around = s[(i + 1) % n, j] + s[i - 1, j] + s[i, (j + 1) % n] + s[i, j - 1]
        return 2 * s[i, j] * around

    def sweep(self):
        for _ in range(self.side ** 2):
            i, j = self.rnd.randrange(self.side), self.rnd.randrange(self.side)
            d = self.flip_cost(i, j)
            if d <= 0 or self.rnd.random() < math.exp(-self.beta * d):
                self.s[i, j] *= -1

    def energy(self):
        return -(self.s * (np.roll(self.s, -1, 0) + np.roll(self.s, -1, 1))).sum()

    def run(self, warm=200, steps=500):
        for _ in range(warm):
            self.sweep()
        e = []
        for _ in range(steps):
            self.sweep()
            e.append(self.energy() / self.side ** 2)
        e = np.array(e)
        return e.mean(), self.beta ** 2 * e.var() * self.side ** 2


if __name__ == "__main__":
    for t in (1.5, 2.27, 3.5):
        print(t, Ising(16, 1 / t).run(50, 100))
