"""EM for a Gaussian mixture with log-space responsibilities."""
import numpy as np
from scipy.special import logsumexp
from scipy.stats import norm


def e_step(x, w, mu, sd):
    joint = np.log(w) + norm.logpdf(x[:, None], mu, sd)
    total = logsumexp(joint, axis=1, keepdims=True)
    return np.exp(joint - total), total.sum()


def m_step(x, r):
    n = r.sum(axis=0)
    mu = (r * x[:, None]).sum(axis=0) / n
    sd = np.sqrt((r * (x[:, None] - mu) ** 2).sum(axis=0) / n)
    return n / len(x), mu, np.maximum(sd, 1e-3)


def fit(x, k=2, steps=50):
    w, mu, sd = np.full(k, 1 / k), np.quantile(x, np.linspace(0.1, 0.9, k)), np.full(k, x.std())
    trace = []
    for _ in range(steps):
        r, ll = e_step(x, w, mu, sd)
        w, mu, sd = m_step(x, r)
        trace.append(ll / len(x))
    return mu, trace


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    mu, trace = fit(np.concatenate([rng.normal(-3, 1, 300), rng.normal(3, 1, 300)]))
    assert np.allclose(sorted(mu), [-3, 3], atol=0.3) and trace[-1] >= trace[0]
