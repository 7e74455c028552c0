"""Posterior over candidate summaries from lm-eval log-likelihoods, under a uniform prior."""
import numpy as np
from lm_eval.api.instance import Instance
from scipy.special import softmax


def weights(lm, document, summaries):
    reqs = [
        Instance(request_type="loglikelihood", doc={}, arguments=(document, " " + s), idx=i)
        for i, s in enumerate(summaries)
    ]
    ll = np.array([score for score, _ in lm.loglikelihood(reqs)])
    return softmax(ll)


def best(lm, document, summaries):
    w = weights(lm, document, summaries)
    i = int(w.argmax())
    return summaries[i], float(w[i])
