"""Membership inference: Min-K% mean of the lowest token log-probs, and the loss attack."""
import torch


@torch.no_grad()
def features(lm, ids, ratio=0.2):
    z = lm(ids).logits[0, :-1].float()
    logp = z.log_softmax(-1)
    lp = logp.gather(1, ids[0, 1:, None]).squeeze(1)
    mu = (logp.exp() * logp).sum(-1)
    k = max(1, int(len(lp) * ratio))
    lowest = lp.sort().values[:k]
    return {"loss": -lp.mean().item(), "mink": lowest.mean().item(), "centered": (lp - mu).mean().item()}
