"""Log-likelihood from a table of token probabilities.
# bug: the probabilities are rounded to three digits before the log.
"""
import math

import torch


def token_probs(lm, ids):
    with torch.no_grad():
        p = lm(ids).logits[0, :-1].float().softmax(-1)
    return p.gather(1, ids[0, 1:, None]).flatten().tolist()


def loglik(lm, ids):
    table = [round(p, 3) for p in token_probs(lm, ids)]  # expect: SEQ504
    return sum(math.log(p) for p in table)  # expect-near: SEQ504|SEQ602
