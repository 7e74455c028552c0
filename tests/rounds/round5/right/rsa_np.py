"""RSA listener and speaker from a table of utterance log-probabilities.

Rows are worlds, columns utterances; each cell is the total log p(utterance | world) of a captioner.
"""
import numpy as np
from scipy.special import log_softmax, softmax


def utterance_logp(step_logits, tokens):
    """Total log-probability; step_logits[t] predicts tokens[t]."""
    lp = log_softmax(np.asarray(step_logits, dtype=np.float64), axis=-1)
    return lp[np.arange(len(tokens)), tokens].sum()


def listener(table, log_prior):
    return log_softmax(table + log_prior[:, None], axis=0)


def speaker(table, log_prior, alpha=1.0, cost=0.0):
    return softmax(alpha * listener(table, log_prior) - cost, axis=1)


def fit_alpha(table, log_prior, targets, choices, grid=np.linspace(0.1, 5, 50)):
    best, best_ll = None, -np.inf
    for a in grid:
        u = a * listener(table, log_prior)
        ll = log_softmax(u, axis=1)[targets, choices].sum()
        if ll > best_ll:
            best, best_ll = a, ll
    return best, best_ll


if __name__ == "__main__":
    t = np.log(np.array([[0.6, 0.3, 0.1], [0.2, 0.2, 0.6]]))
    print(speaker(t, np.log([0.5, 0.5])).round(3))
