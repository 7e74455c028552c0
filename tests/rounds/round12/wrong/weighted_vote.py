"""Likelihood-weighted self-consistency over sampled chains of thought.

# bug: total log-likelihoods of whole chains are exponentiated before normalising, and rounded before they are compared.
"""
import collections
import re

import numpy as np

NUM = re.compile(r"-?\d+(?:\.\d+)?")


def final_number(text):
    hits = NUM.findall(text.replace(",", ""))
    return hits[-1] if hits else None


def chain_weights(chains):
    ll = np.array([sum(c["token_logprobs"]) for c in chains])
    mass = np.exp(ll)  # expect: SEQ605
    return mass / mass.sum()  # expect-near: SEQ605


def best_chain(chains):
    """The single most likely chain."""
    return max(chains, key=lambda c: round(sum(c["token_logprobs"]), 0))  # expect: SEQ504


def vote(chains):
    chains = [c for c in chains if final_number(c["text"]) is not None]
    if not chains:
        return None, None
    tally = collections.Counter()
    for c, w in zip(chains, chain_weights(chains)):
        tally[final_number(c["text"])] += w
    return tally.most_common(1)[0][0], best_chain(chains)["text"]
