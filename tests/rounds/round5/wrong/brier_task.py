"""Custom harness metric: Brier score of the distribution that log-likelihoods induce over the choices.

# bug: long choices have log-likelihoods of minus several hundred, all of which become zero before they are normalised
"""
import numpy as np


def choice_posterior(lls):
    mass = np.exp(np.asarray(lls, dtype=np.float64))  # expect: SEQ605
    return mass / mass.sum()  # expect-near: SEQ605


def process_results(doc, results):
    lls = [ll for ll, _ in results]
    post = choice_posterior(lls)
    hot = np.zeros(len(post))
    hot[doc["label"]] = 1.0
    return {
        "acc": float(np.argmax(lls) == doc["label"]),
        "brier": float(((post - hot) ** 2).sum()),
        "conf": float(post.max()),
    }


def aggregation():
    return {"acc": np.mean, "brier": np.mean, "conf": np.mean}


def higher_is_better():
    return {"acc": True, "brier": False, "conf": True}
