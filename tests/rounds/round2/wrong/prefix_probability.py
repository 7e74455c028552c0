"""Probability that the model continues with a given phrase.

# bug: token probabilities are multiplied one after the other, which underflows for long phrases
"""
import torch


@torch.no_grad()
def phrase_probability(lm, context, phrase):
    """context, phrase: lists of token ids."""
    ids = torch.tensor([context + phrase])
    p = lm(ids).logits[0].double().softmax(dim=-1)
    prob = 1.0
    for j in range(len(context), len(context) + len(phrase)):
        prob *= p[j - 1, ids[0, j]].item()  # expect: SEQ603
    return prob


def likelier(lm, context, a, b):
    return phrase_probability(lm, context, a) > phrase_probability(lm, context, b)
