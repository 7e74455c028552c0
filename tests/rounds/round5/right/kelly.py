"""Growth of bankroll under fractional Kelly betting, and softmax portfolio weights for comparison."""
import numpy as np


def wealth(returns, fraction):
    return np.prod(1.0 + fraction * np.asarray(returns))


def growth_rate(returns, fraction):
    return np.log1p(fraction * np.asarray(returns)).mean()


def best_fraction(returns, grid=np.linspace(0.0, 0.95, 96)):
    return grid[np.argmax([growth_rate(returns, f) for f in grid])]


def softmax_weights(signal, temperature):
    x = np.asarray(signal) / temperature
    x = x - x.max(axis=1, keepdims=True)
    w = np.exp(x)
    return w / w.sum(axis=1, keepdims=True)


def sharpe(r, periods=252):
    return np.sqrt(periods) * r.mean() / r.std(ddof=1)


def drawdown(r):
    curve = np.cumprod(1 + r)
    return (1 - curve / np.maximum.accumulate(curve)).max()


if __name__ == "__main__":
    rng = np.random.default_rng(3)
    r = rng.choice([-1.0, 1.2], size=500, p=[0.45, 0.55])
    f = best_fraction(r)
    print(f, growth_rate(r, f), wealth(r[:20], f))
