"""Posterior over answer options from their log-likelihoods.

# bug: exp of sequence log-likelihoods underflows before the division, 0/0 for long options
"""
from typing import Dict

import numpy as np
import torch


def sequence_ll(lm, prefix, option):
    x = torch.tensor([prefix + option])
    with torch.no_grad():
        lp = lm(x).logits[0, len(prefix) - 1 : -1].float().log_softmax(-1)
    return lp[torch.arange(len(option)), torch.tensor(option)].sum().item()


def posterior(lm, prefix, options: Dict[str, list]) -> Dict[str, float]:
    w = {k: np.exp(sequence_ll(lm, prefix, ids)) for k, ids in options.items()}  # expect-near: SEQ605
    z = sum(w.values())
    return {k: v / z for k, v in w.items()}  # expect: SEQ605
