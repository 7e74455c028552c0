"""Rolling perplexity of generated tokens and mean predictive entropy from full next-token logits."""
from collections import deque

import numpy as np
from scipy.special import entr, log_softmax


class Monitor:
    def __init__(self, horizon=2000):
        self.lps = deque(maxlen=horizon)
        self.ents = deque(maxlen=horizon)

    def observe(self, logits, token):
        lp = log_softmax(np.asarray(logits, dtype=np.float64))
        self.lps.append(lp[token])
        self.ents.append(entr(np.exp(lp)).sum())

    @property
    def perplexity(self):
        return float(np.exp(-np.mean(self.lps))) if self.lps else float("nan")

    @property
    def entropy(self):
        return float(np.mean(self.ents)) if self.ents else float("nan")

    def snapshot(self):
        return {"ppl": self.perplexity, "entropy_nats": self.entropy, "n": len(self.lps)}


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    m = Monitor()
    for _ in range(300):
        z = rng.normal(size=50)
        p = np.exp(log_softmax(z))
        m.observe(z, rng.choice(50, p=p / p.sum()))
    print(m.snapshot())
