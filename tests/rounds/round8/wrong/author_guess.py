"""Who wrote it?  Posterior over authors from one character model per author (numpy only).

# bug: the normaliser is log(sum(exp(z))) without subtracting the maximum
# bug: whole-text log-likelihoods are exponentiated before they are normalised
"""
import numpy as np


class CharModel:
    """Log-linear trigram model: two embedded characters in, logits over the alphabet out."""

    def __init__(self, weights, bias, emb):
        self.W, self.b, self.E = weights, bias, emb

    def next_logps(self, ctx):
        feats = self.E[ctx].reshape(len(ctx), -1)
        z = feats @ self.W + self.b
        return z - np.log(np.exp(z).sum(axis=1, keepdims=True))  # expect: SEQ601

    def loglik(self, codes):
        """log P(text) after its first two characters."""
        ctx = np.stack([codes[:-2], codes[1:-1]], axis=1)
        lp = self.next_logps(ctx)
        return lp[np.arange(len(ctx)), codes[2:]].sum()


def who(models, codes, prior=None):
    """dict author -> posterior probability."""
    names = list(models)
    prior = np.full(len(names), 1 / len(names)) if prior is None else np.asarray(prior)
    lls = np.array([models[n].loglik(codes) for n in names])
    w = np.exp(lls) * prior  # expect: SEQ605
    return dict(zip(names, w / w.sum()))  # expect-near: SEQ605
