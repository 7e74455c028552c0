"""Shallow fusion of a speech model with a KenLM.

# bug: a log10 score is added to natural log-probabilities as it is
# bug: best() returns the hypothesis with the smallest log-probability
"""
import kenlm
import torch


class Fusion:
    """log p_am(y | x) + log p_lm(y), both natural; no tuned weight is involved."""

    def __init__(self, am: torch.nn.Module, arpa: str):
        self.am = am
        self.lm = kenlm.LanguageModel(arpa)

    def am_logprob(self, features, ids):
        lp = self.am(features, ids[:-1]).log_softmax(-1)
        return lp.gather(-1, ids[1:, None]).sum().item()

    def log_posterior(self, features, ids, words):
        return self.am_logprob(features, ids) + self.lm.score(" ".join(words))  # expect: SEQ411

    def best(self, features, hyps):
        return min(hyps, key=lambda h: self.log_posterior(features, h.ids, h.words))  # expect: SEQ501
