"""Post-processing of lm-eval results.
# bug: the option with the lowest log-likelihood is predicted, and corpus perplexity averages the documents' perplexities.
"""
import numpy as np


def process_results(doc, results):
    lls = np.array([ll for ll, _ in results])
    pred = int(lls.argmin())  # expect: SEQ501
    return {"acc": float(pred == doc["gold"])}


def corpus_perplexity(docs):
    """docs: (rolling log-likelihood, number of tokens) pairs."""
    ppls = [np.exp(-ll / n) for ll, n in docs]
    return sum(ppls) / len(ppls)  # expect: SEQ410
