"""BLiMP accuracy; enumerate over ids[1:] is the shift."""
import torch


def sentence_logprob(lm, tok, sentence):
    ids = tok(sentence, return_tensors="pt").input_ids
    with torch.no_grad():
        table = lm(ids).logits[0].float().log_softmax(-1)
    total = 0.0
    for pos, token in enumerate(ids[0, 1:]):
        total += table[pos, token].item()
    return total


def accuracy(lm, tok, pairs):
    hits = sum(sentence_logprob(lm, tok, g) > sentence_logprob(lm, tok, b) for g, b in pairs)
    return hits / max(len(pairs), 1)
