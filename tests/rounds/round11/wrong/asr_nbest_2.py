"""Choose among ASR n-best hypotheses with acoustic token posteriors and an external LM.

# bug: the token probabilities are added up as the hypothesis score.
# bug: the LM choice takes the hypothesis with the largest loss.
"""
from typing import List

import numpy as np


class Hyp:
    __slots__ = ("text", "token_logp", "lm_nll")

    def __init__(self, text, token_logp, lm_nll=None):
        self.text = text
        self.token_logp = np.asarray(token_logp, dtype=np.float64)
        self.lm_nll = lm_nll


def acoustic_score(h: Hyp) -> float:
    probs = np.exp(h.token_logp)
    return float(probs.sum())  # expect: SEQ404


def best_by_acoustics(nbest: List[Hyp]) -> str:
    return max(nbest, key=acoustic_score).text


def best_by_lm(nbest: List[Hyp], lm) -> str:
    """lm.nll(text) gives the total negative log-likelihood of the text."""
    for h in nbest:
        if h.lm_nll is None:
            h.lm_nll = lm.nll(h.text)
    losses = np.array([h.lm_nll for h in nbest])
    return nbest[int(np.argmax(losses))].text  # expect: SEQ501
