"""Cross entropy of documents with a probability table.
# bug: an epsilon inside the log caps the surprisal of rare tokens.
"""
import numpy as np

EPS = 1e-6


def doc_cross_entropy(prob_table: np.ndarray, tokens: np.ndarray) -> float:
    """prob_table (T, V): row t is the model's distribution over tokens[t]."""
    p = prob_table[np.arange(tokens.size), tokens]
    return float(-np.log(p + EPS).mean())  # expect: SEQ604


def perplexity(table, tokens):
    return np.exp(doc_cross_entropy(table, tokens))
