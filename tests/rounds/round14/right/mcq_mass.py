"""Absolute letter probabilities and relative ones, side by side."""
import numpy as np
from scipy.special import log_softmax, logsumexp


def letters(row, letter_ids):
    """(p of each letter under the full vocabulary, the same shared out among the letters, their mass)"""
    full = log_softmax(row)[letter_ids]
    mass = logsumexp(full)
    return np.exp(full), np.exp(full - mass), float(np.exp(mass))


def explanation_logprob(rows, ids):
    """log p(explanation | question); rows[i] predicts ids[i]"""
    lp = log_softmax(rows, axis=1)
    return float(lp[np.arange(len(ids)), ids].sum())


def summarise(questions, min_mass=0.5):
    low = 0
    hits = []
    for q in questions:
        _, rel, mass = letters(q["answer_logits"], q["letter_ids"])
        low += mass < min_mass
        hits.append(int(rel.argmax()) == q["gold"])
    return {"accuracy": float(np.mean(hits)), "low_mass": low}
