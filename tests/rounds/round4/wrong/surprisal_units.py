"""Surprisal corpora, in bits.
# bug: natural-log surprisals are labelled bits, and log10 scores from the n-gram model are averaged with them.
"""
import kenlm
import torch
from minicons import scorer

net = scorer.IncrementalLMScorer("gpt2", "cpu")
ngram = kenlm.LanguageModel("en.arpa")


def neural_bits(sentence):
    """Total surprisal in bits."""
    nats = net.token_score([sentence], surprisal=True)[0]
    surprisal_bits = sum(s for _, s in nats)  # expect: SEQ412
    return surprisal_bits  # expect-near: SEQ412


def combined(sentence, ids, lm):
    """Average of two natural-log probabilities."""
    with torch.no_grad():
        lp = lm(ids).logits[:, :-1].float().log_softmax(-1)
    a = lp.gather(2, ids[:, 1:, None]).sum().item()
    b = ngram.score(sentence)
    return 0.5 * (a + b)  # expect: SEQ411
