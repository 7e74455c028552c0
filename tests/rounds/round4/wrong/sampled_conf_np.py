"""Sequence confidence for sampled text, numpy post-processing.
# bug: amax over the vocabulary is used for tokens that were sampled, not chosen greedily.
"""
import numpy as np
from scipy.special import log_softmax


def confidence(step_logits: np.ndarray, sampled: np.ndarray) -> float:
    """Length-normalised log-probability of `sampled`; row i of step_logits produced sampled[i]."""
    assert len(step_logits) == len(sampled) > 0
    lp = log_softmax(step_logits, axis=-1)
    return float(np.amax(lp, axis=-1).mean())  # expect: SEQ204


def main(files):
    for f in files:
        z = np.load(f)
        print(f, round(confidence(z["logits"], z["sampled"]), 4))


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
