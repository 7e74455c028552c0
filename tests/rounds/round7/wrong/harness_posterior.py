"""Turns lm-eval log-likelihoods into a posterior over candidate summaries.

# bug: the sequence log-likelihoods are exponentiated before they are normalised, so long summaries underflow to 0/0
"""
import numpy as np
from lm_eval.api.instance import Instance
from lm_eval.models.huggingface import HFLM


def lls(lm, document, summaries):
    reqs = [
        Instance(request_type="loglikelihood", doc={}, arguments=(document, " " + s), idx=i)
        for i, s in enumerate(summaries)
    ]
    return np.array([r[0] for r in lm.loglikelihood(reqs)])


def posterior(lm, document, summaries):
    w = np.exp(lls(lm, document, summaries))  # expect: SEQ605
    return w / w.sum()  # expect-near: SEQ605


def main():
    lm = HFLM(pretrained="EleutherAI/pythia-410m", batch_size=4)
    doc = open("article.txt").read() + "\n\nTL;DR:"
    cands = [s.strip() for s in open("summaries.txt") if s.strip()]
    p = posterior(lm, doc, cands)
    for i in np.argsort(-p):
        print(f"{p[i]:.4f}  {cands[i]}")


if __name__ == "__main__":
    main()
