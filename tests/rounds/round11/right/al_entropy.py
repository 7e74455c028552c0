"""Active learning by mean predictive entropy along a text."""
import torch
from torch.distributions import Categorical


@torch.no_grad()
def mean_entropy(model, ids):
    z = model(ids).logits[0, :-1].float()
    return Categorical(logits=z).entropy().mean().item()


@torch.no_grad()
def surprisal_minus_entropy(model, ids):
    """Per token: how much more surprising than expected."""
    lp = model(ids).logits[0, :-1].float().log_softmax(-1)
    h = -(lp.exp() * lp).sum(-1)
    s = -lp.gather(-1, ids[0, 1:, None])[:, 0]
    return s - h


def choose(model, docs, budget):
    model.eval()
    ranked = sorted(docs, key=lambda d: mean_entropy(model, d["ids"]), reverse=True)
    return [d["id"] for d in ranked[:budget]]
