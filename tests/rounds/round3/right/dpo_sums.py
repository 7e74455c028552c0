"""DPO and SimPO side by side: the first wants sums, the second means."""
import torch
import torch.nn.functional as F


def get_logps(logits, labels, average=False):
    gold = labels[:, 1:].clone()
    mask = gold != -100
    gold[~mask] = 0
    tok = torch.gather(logits[:, :-1].float().log_softmax(-1), 2, gold.unsqueeze(2)).squeeze(2)
    total = (tok * mask).sum(-1)
    return total / mask.sum(-1).clamp(min=1) if average else total


def dpo(policy, reference, labels, beta=0.1):
    """policy, reference, labels: dicts with the keys chosen and rejected."""
    p = {k: get_logps(policy[k], labels[k]) for k in labels}
    r = {k: get_logps(reference[k], labels[k]) for k in labels}
    logits = (p["chosen"] - p["rejected"]) - (r["chosen"] - r["rejected"])
    return -F.logsigmoid(beta * logits).mean()


def simpo(policy, labels, beta=2.0, gamma=1.0):
    p = {k: get_logps(policy[k], labels[k], average=True) for k in labels}
    return -F.logsigmoid(beta * (p["chosen"] - p["rejected"]) - gamma).mean()
