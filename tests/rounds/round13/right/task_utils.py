"""Helpers of a multiple-choice task for lm-evaluation-harness.

acc: largest log-likelihood; acc_norm: per character; acc_bytes: per UTF-8 byte.
"""
import numpy as np


def doc_to_text(doc):
    return f"Question: {doc['question'].strip()}\nAnswer:"


def doc_to_choice(doc):
    return [" " + c.strip() for c in doc["choices"]]


def process_results(doc, results):
    lls = np.array([ll for ll, _ in results])
    choices = doc_to_choice(doc)
    chars = np.array([float(len(c)) for c in choices])
    size = np.array([float(len(c.encode("utf-8"))) for c in choices])
    gold = doc["gold"]
    share = np.exp(lls - np.logaddexp.reduce(lls))
    return {
        "acc": float(np.argmax(lls) == gold),
        "acc_norm": float(np.argmax(lls / chars) == gold),
        "acc_bytes": float(np.argmax(lls / size) == gold),
        "brier": float(((share - np.eye(len(lls))[gold]) ** 2).sum()),
        "exact": float(results[gold][1]),
    }
