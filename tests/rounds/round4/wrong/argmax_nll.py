"""HellaSwag with summed NLL per ending.
# bug: the option with the highest NLL is chosen.
"""
import torch
import torch.nn.functional as F


def ending_nll(lm, ctx, ending):
    ids = torch.cat([ctx, ending]).unsqueeze(0)
    with torch.no_grad():
        z = lm(ids).logits.float()
    start = ctx.numel() - 1
    return F.cross_entropy(z[0, start:-1], ending, reduction="sum")


def predict(lm, ctx, endings):
    costs = torch.stack([ending_nll(lm, ctx, e) for e in endings])
    return int(costs.argmax())  # expect: SEQ501


def accuracy(lm, items):
    hits = [predict(lm, it["ctx"], it["endings"]) == it["gold"] for it in items]
    return sum(hits) / max(len(hits), 1)
