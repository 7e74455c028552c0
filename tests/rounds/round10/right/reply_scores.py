"""Reply log-probabilities for pairwise preference training."""
import torch
from torch.nn import functional as F


def summed(model, ids, att, is_reply):
    h = model(input_ids=ids, attention_mask=att).logits[:, :-1].float()
    per = -F.cross_entropy(h.transpose(1, 2), ids[:, 1:], reduction="none")
    return per.mul(is_reply[:, 1:]).sum(dim=1)


class PairLoss:
    def __init__(self, reference, beta):
        self.reference = reference.eval()
        self.beta = beta

    def __call__(self, policy, chosen, rejected):
        with torch.no_grad():
            r = summed(self.reference, *chosen) - summed(self.reference, *rejected)
        p = summed(policy, *chosen) - summed(policy, *rejected)
        logits = self.beta * (p - r)
        return F.softplus(-logits).mean()
