"""Perplexity of an n-gram baseline and of GPT-2 on the same file.
# bug: a cross entropy in nats is raised with base 2.
"""
import torch
import torch.nn.functional as F


def xent(lm, ids):
    with torch.no_grad():
        z = lm(ids).logits[0, :-1].float()
    return F.cross_entropy(z, ids[0, 1:]).item()


def perplexity(lm, ids):
    return 2 ** xent(lm, ids)  # expect: SEQ411


def perplexity_from_logps(logps):
    """logps: natural-log token log-probabilities, a 1-D tensor."""
    return torch.exp2(-logps.mean())  # expect: SEQ411


def compare(lm, ids, ngram_bits):
    print("ngram", 2 ** ngram_bits)
    print("gpt2", perplexity(lm, ids))  # expect-near: SEQ411
