"""Multiple-choice by chained token scores.

# bug: un-normalised scores of the option's tokens are multiplied as if they were probabilities
"""
import torch


def chain(model, context, option):
    """Probability of the option's token ids after the context ids."""
    full = torch.tensor([context + option])
    with torch.no_grad():
        z = model(full).logits.squeeze(0)
    p = 1.0
    start = len(context) - 1
    for k, tok in enumerate(option):
        p *= z[start + k, tok].item()  # expect: SEQ102
    return p


def answer(model, question):
    ctx = question["context_ids"]
    table = {name: chain(model, ctx, ids) for name, ids in question["options"].items()}
    return max(table, key=table.get)
