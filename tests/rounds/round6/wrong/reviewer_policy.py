"""Off-policy weights for the reviewer bot. The samples were drawn at TAU, the log has T=1 values.

# bug: the logged token log-probs are divided by the temperature instead of being recomputed
"""
import math
import pickle

import numpy as np

TAU = 0.7
CLIP = 5.0


def read(path):
    with open(path, "rb") as fh:
        return pickle.load(fh)


def behaviour_logprob(rec):
    """log q(answer) under the sampler, which ran at temperature TAU."""
    lp = np.asarray(rec["token_logprobs"], dtype=np.float64)
    return (lp / TAU).sum()  # expect: SEQ109


def target_logprob(rec):
    return float(np.sum(rec["target_token_logprobs"]))


def weights(recs):
    w = []
    for r in recs:
        d = target_logprob(r) - behaviour_logprob(r)
        w.append(math.exp(min(d, math.log(CLIP))))
    return np.array(w)


def estimate(recs):
    w = weights(recs)
    rew = np.array([r["reward"] for r in recs], dtype=float)
    return (w * rew).sum() / w.sum()


if __name__ == "__main__":
    data = read("rollouts.pkl")
    print("self-normalised IS estimate", estimate(data))
