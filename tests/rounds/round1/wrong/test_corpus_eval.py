"""Test-set evaluation of language models.

# bug: the running total is divided on every pass of the loop; 2 ** is applied to a cross entropy in nats.
"""
import torch
from torch import nn


class Tester:
    def __init__(self, lm, encode):
        self.lm, self.encode = lm, encode

    @torch.no_grad()
    def sentence_nll(self, s):
        ids = torch.tensor([self.encode(s)])
        z = self.lm(input_ids=ids).logits[0, :-1].float()
        return torch.nn.functional.cross_entropy(z, ids[0, 1:], reduction="sum").item()

    def average(self, sentences):
        total = 0.0
        for n, s in enumerate(sentences, start=1):
            total += self.sentence_nll(s)
            total /= n  # expect: SEQ417
        return total


class Evaluator:
    def __init__(self, rnn):
        self.rnn = rnn
        self.xent = nn.CrossEntropyLoss(reduction="sum")

    @torch.no_grad()
    def __call__(self, batches):
        h, tot, n = None, 0.0, 0
        for x, y in batches:
            out, h = self.rnn(x, h)
            tot += self.xent(out.reshape(-1, out.shape[-1]), y.reshape(-1)).item()
            n += y.numel()
        entropy = tot / max(n, 1)
        return {"cross_entropy": entropy, "perplexity": 2 ** entropy}  # expect: SEQ411
