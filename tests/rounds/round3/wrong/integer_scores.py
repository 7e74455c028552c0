"""Tie-aware accuracy on minimal pairs.

# bug: log-probabilities lose their decimals before they are compared
"""
import torch


def sentence_score(model, ids):
    with torch.no_grad():
        lp = model(ids[None]).logits[0, :-1].log_softmax(-1)
    return lp[torch.arange(len(ids) - 1), ids[1:]].sum()


def accuracy(model, pairs):
    right = 0
    for good, bad in pairs:
        a, b = (torch.floor(sentence_score(model, s)) for s in (good, bad))  # expect: SEQ504
        right += int(a > b)  # expect-near: SEQ504
    return right / max(len(pairs), 1)
