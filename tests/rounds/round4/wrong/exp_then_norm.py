"""Posterior over answer options.
# bug: sequence log-likelihoods are exponentiated before they are normalised, so long options give 0/0.
"""
import numpy as np
import torch


def option_logliks(lm, ctx, options):
    out = []
    for o in options:
        ids = torch.tensor([ctx + o])
        with torch.no_grad():
            lp = lm(ids).logits[0, len(ctx) - 1 : -1].float().log_softmax(-1)
        out.append(lp.gather(1, torch.tensor(o)[:, None]).sum().item())
    return np.array(out)


def posterior(lm, ctx, options):
    w = np.exp(option_logliks(lm, ctx, options))  # expect-near: SEQ605
    return w / w.sum()  # expect: SEQ605
