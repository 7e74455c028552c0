"""Rank stereotype / anti-stereotype sentences.

# bug: the likelihood of a sentence is taken as the arithmetic mean of its token probabilities
"""
import numpy as np
import torch


def likelihood(model, tokenizer, sentence: str) -> float:
    enc = tokenizer(sentence, return_tensors="pt")
    ids = enc["input_ids"][0]
    with torch.no_grad():
        p = model(**enc).logits[0, :-1].softmax(-1)
    token_p = p[np.arange(len(ids) - 1), ids[1:]].numpy()
    return float(np.mean(token_p))  # expect: SEQ405


def bias(model, tokenizer, pairs) -> float:
    """Share of pairs in which the stereotype is the likelier sentence."""
    wins = [likelihood(model, tokenizer, s) > likelihood(model, tokenizer, a) for s, a in pairs]
    return 100.0 * sum(wins) / max(len(wins), 1)
