"""Validation step of our Marian-style trainer: returns loss, perplexity, accuracy.

# bug: the perplexity is the exponential of the label-smoothed training criterion
"""
import torch
import torch.nn as nn


class Objective:
    def __init__(self, pad, eps=0.1):
        self.pad = pad
        self.ce = nn.CrossEntropyLoss(ignore_index=pad, label_smoothing=eps, reduction="sum")  # expect-near: SEQ414

    def __call__(self, logits, gold):
        return self.ce(logits.reshape(-1, logits.size(-1)), gold.reshape(-1))


@torch.no_grad()
def validate(net, objective, batches):
    net.eval()
    nll = n = right = 0
    for src, src_mask, dec_in, gold in batches:
        logits = net(src, src_mask, dec_in).float()
        real = gold != objective.pad
        nll += objective(logits, gold).item()
        n += real.sum().item()
        right += ((logits.argmax(-1) == gold) & real).sum().item()
    if n == 0:
        raise RuntimeError("no validation tokens")
    per_token = torch.tensor(nll / n)
    return {
        "loss": per_token.item(),
        "ppl": per_token.exp().item(),  # expect: SEQ414
        "acc": right / n,
    }
