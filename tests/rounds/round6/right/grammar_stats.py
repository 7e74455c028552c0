"""Entropy and KL per decoding state of a grammar-constrained sampler (the constrained distribution is meant)."""
import torch
import torch.nn.functional as F


def constrained(z, allowed):
    return F.softmax(z.float().masked_fill(~allowed, float("-inf")), dim=-1)


def entropy(z, allowed):
    return torch.special.entr(constrained(z, allowed)).sum(-1)


def kl_base_tuned(base, tuned):
    """KL(base || tuned), full vocabulary."""
    return F.kl_div(
        tuned.float().log_softmax(-1),
        base.float().log_softmax(-1),
        reduction="none",
        log_target=True,
    ).sum(-1)


def argument_logprob(z, allowed, ids, live):
    """Sum of log q(y_t) over live positions; z[t] predicts ids[t]."""
    lp = z.float().masked_fill(~allowed, float("-inf")).log_softmax(-1)
    tok = lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return tok.masked_fill(~live, 0.0).sum(-1)
