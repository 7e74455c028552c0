"""pass@k, bootstrap interval and a Welford accumulator for run times."""
import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


class Welford:
    def __init__(self):
        self.n, self.mean, self.m2 = 0, 0.0, 0.0

    def add(self, x):
        self.n += 1
        d = x - self.mean
        self.mean += d / self.n
        self.m2 += d * (x - self.mean)

    @property
    def var(self):
        return self.m2 / max(self.n - 1, 1)


def interval(values, draws=1000, seed=0):
    g = np.random.default_rng(seed)
    means = g.choice(values, (draws, len(values))).mean(axis=1)
    return np.quantile(means, [0.025, 0.975])


if __name__ == "__main__":
    print(pass_at_k(20, 3, 5), interval(np.arange(10.0)))
