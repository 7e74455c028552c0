"""Kaplan-Meier survival curve and simulated annealing (statistics course)."""
import numpy as np


def kaplan_meier(times, events):
    order = np.argsort(times)
    t, e = np.asarray(times)[order], np.asarray(events)[order]
    at_risk = len(t) - np.arange(len(t))
    factors = 1.0 - e / at_risk
    return t, np.cumprod(factors)


def anneal(cost, propose, state, steps=1000, t0=1.0, seed=0):
    rng = np.random.default_rng(seed)
    best = (cost(state), state)
    cur = best[0]
    for k in range(steps):
        temperature = t0 * (1 - k / steps) + 1e-9
        cand = propose(state, rng)
        c = cost(cand)
        if c < cur or rng.random() < np.exp(-(c - cur) / temperature):
            state, cur = cand, c
            best = min(best, (cur, state))
    return best


if __name__ == "__main__":
    t, s = kaplan_meier([3, 5, 7], [1, 0, 1])
    assert np.allclose(s, [2 / 3, 2 / 3, 0])
    print(anneal(lambda x: (x - 3) ** 2, lambda x, r: x + r.normal(), 0.0))
