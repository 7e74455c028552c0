"""Two measures of doubt for the answer-checking notebook.

# bug: answer_entropy sums -p log p over the chosen tokens only, not over the vocabulary
# bug: bigram_entropy computes p * log p where p holds zeros
"""
import numpy as np
from scipy.special import log_softmax


def answer_entropy(logits, answer_ids):
    """Mean predictive entropy (nats) over the positions of the answer.

    logits: (T, V), row t is the distribution from which answer_ids[t] was drawn.
    """
    lp = log_softmax(np.asarray(logits, float), axis=1)
    lp = lp[np.arange(len(answer_ids)), answer_ids]
    h = -np.exp(lp) * lp  # expect: SEQ416
    return h.mean() if len(h) else 0.0  # expect-near: SEQ416


def bigram_entropy(tokens, vocab_size):
    """Entropy (nats) of the next token in a corpus, averaged over the preceding one by frequency."""
    table = np.zeros((vocab_size, vocab_size))
    np.add.at(table, (tokens[:-1], tokens[1:]), 1.0)
    seen = table.sum(axis=1)
    rows = seen > 0
    p = table[rows] / seen[rows, None]
    h = -(p * np.log(p)).sum(axis=1)  # expect: SEQ610
    return float(np.average(h, weights=seen[rows]))
