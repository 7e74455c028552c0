"""Calibration of multiple-choice letters from cached logits (one .npz per question).

# bug: letter_probabilities softmaxes over the four letters only although the probability under the full vocabulary is claimed; explanation_likelihood adds token probabilities up as the likelihood of the whole text.
"""
import glob
import sys

import numpy as np
from scipy.special import log_softmax, softmax


def letter_probabilities(row, letter_ids):
    """The model's next-token probability of each letter (full vocabulary, so the four need not reach 1)."""
    return softmax(row[letter_ids])  # expect: SEQ108


def explanation_likelihood(rows, ids):
    """p(explanation | question). rows[i] are the logits that predict ids[i]."""
    lp = log_softmax(rows, axis=-1)[np.arange(len(ids)), ids]
    return np.exp(lp).sum()  # expect: SEQ404


def ece(conf, hit, bins=10):
    edges = np.linspace(0.0, 1.0, bins + 1)
    which = np.clip(np.digitize(conf, edges) - 1, 0, bins - 1)
    gap = 0.0
    for b in range(bins):
        sel = which == b
        if sel.any():
            gap += sel.mean() * abs(conf[sel].mean() - hit[sel].mean())
    return gap


if __name__ == "__main__":
    conf, hit = [], []
    for name in sorted(glob.glob(sys.argv[1] + "/*.npz")):
        q = np.load(name)
        p = letter_probabilities(q["answer_logits"], q["letter_ids"])  # expect-near: SEQ108
        conf.append(p.max())
        hit.append(p.argmax() == q["gold"])
        print(name, explanation_likelihood(q["expl_logits"], q["expl_ids"]))  # expect-near: SEQ404
    print("ECE", ece(np.array(conf), np.array(hit, dtype=float)))
