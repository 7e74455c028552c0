"""Preference loss for policy and reference on a shared batch (labels -100 off the completion)."""
import torch
import torch.nn.functional as F

OFF = -100


def summed(z, labels):
    y = labels[:, 1:].clone()
    on = y != OFF
    y[~on] = 0
    lp = z[:, :-1].float().log_softmax(-1).gather(-1, y[..., None])[..., 0]
    return (lp * on).sum(-1)


def implicit_rewards(policy, reference, part, beta):
    feed = {k: part[k] for k in ("input_ids", "attention_mask")}
    with torch.no_grad():
        base = summed(reference(**feed).logits, part["labels"])
    return beta * (summed(policy(**feed).logits, part["labels"]) - base)


def loss(policy, reference, good, bad, beta=0.1):
    logits = implicit_rewards(policy, reference, good, beta) - implicit_rewards(policy, reference, bad, beta)
    return F.softplus(-logits).mean()
