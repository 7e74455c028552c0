"""Contrastive decoding and PMI: differences of log-probs, normalised again where a distribution is needed."""
import torch


@torch.no_grad()
def contrast(expert, amateur, ids, alpha=0.1):
    a = expert(ids).logits[:, -1].float().log_softmax(-1)
    b = amateur(ids).logits[:, -1].float().log_softmax(-1)
    plausible = a >= a.amax(-1, keepdim=True) + torch.log(torch.tensor(alpha))
    return (a - b).masked_fill(~plausible, -torch.inf).argmax(-1)


@torch.no_grad()
def contrast_scores(expert, amateur, ids):
    """Log-probs of the renormalised contrastive distribution at every position."""
    a = expert(ids).logits[0, :-1].float().log_softmax(-1)
    b = amateur(ids).logits[0, :-1].float().log_softmax(-1)
    d = (a - b).log_softmax(-1)
    return d[range(d.shape[0]), ids[0, 1:].tolist()].sum().item()


def pmi(lp_conditional, lp_unconditional):
    """log p(answer | question) - log p(answer), both sums."""
    return {k: lp_conditional[k] - lp_unconditional[k] for k in lp_conditional}
