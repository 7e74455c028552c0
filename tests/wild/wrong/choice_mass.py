"""Share of the probability that goes to the true answers of a question.

Wrong: the log-likelihoods of long answers are below -745, where exp is 0, and the share is 0 / 0. Found in the task
files of an evaluation harness.
"""
import numpy as np


def process_results_mc2(doc, results):
    ll, _ = zip(*results)
    ll = np.array(ll)
    mass = np.exp(ll)
    share = mass / np.sum(mass)  # expect: SEQ605
    return {"acc": np.sum(share[np.array(doc["labels"]) == 1])}
