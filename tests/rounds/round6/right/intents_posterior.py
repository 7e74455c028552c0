"""Posterior over intents from description log-likelihoods, uniform prior."""
import numpy as np
from scipy.special import logsumexp


def intent_ll(scorer, utt, paras):
    """Average over paraphrases of log p(paraphrase | utterance)."""
    tot = 0.0
    for p in paras:
        tot += scorer(f"User: {utt}\nIntent:", " " + p)
    return tot / len(paras)


def posterior(scorer, utt, intents):
    names = sorted(intents)
    ll = np.array([intent_ll(scorer, utt, intents[n]) for n in names])
    return dict(zip(names, np.exp(ll - logsumexp(ll))))


def top(scorer, utt, intents):
    post = posterior(scorer, utt, intents)
    return max(post, key=post.get)
