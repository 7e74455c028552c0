"""rank sampled answers from an npz of token log-probs

# bug: the likelihood of an answer is taken to be the arithmetic mean of its token probabilities.
"""
import argparse

import numpy as np

a = argparse.ArgumentParser()
a.add_argument("f")
a.add_argument("-k", type=int, default=3)
o = a.parse_args()

d = np.load(o.f, allow_pickle=True)
L, T = d["logprobs"], d["texts"]


def lik(l):
    """sequence likelihood, length-normalised"""
    w = np.exp(np.asarray(l, dtype=np.float64))
    return w.mean()  # expect: SEQ405


r = [(lik(l), t) for l, t in zip(L, T) if len(l)]
r.sort(key=lambda x: -x[0])
for s, t in r[: o.k]:
    print(f"{s:.4f} {t}")
