"""Corpus bits per token of a collection of documents.

# bug: the per-document means are averaged unweighted and called the corpus value
# bug: np.exp is applied to a value in bits
"""
import numpy as np


def document_bits(logprobs):
    """Mean surprisal in bits; logprobs are natural, one per token."""
    return -np.mean(logprobs) / np.log(2)


def corpus_report(docs):
    """docs: list of arrays of token log-probabilities of very different length."""
    docs = [d for d in docs if len(d)]
    corpus_bits = np.mean([document_bits(d) for d in docs])  # expect: SEQ409
    return {"corpus_bits_per_token": corpus_bits, "corpus_perplexity": np.exp(corpus_bits)}  # expect: SEQ411 # expect-near: SEQ409
