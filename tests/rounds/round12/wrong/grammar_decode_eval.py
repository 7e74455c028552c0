"""Evaluate a grammar-constrained decoder.

The grammar sets forbidden entries to -inf before normalisation, so padded
positions can carry -inf too.

# bug: -inf log-probabilities at padded positions are masked by multiplying with 0, and math.exp is applied to an unbounded mean NLL.
"""
import math
from dataclasses import dataclass

import torch


@dataclass
class Meter:
    nll: float = 0.0
    tokens: int = 0

    def add(self, nll, n):
        self.nll += nll
        self.tokens += n

    @property
    def perplexity(self):
        return math.exp(self.nll / max(self.tokens, 1))  # expect: SEQ609


def constrained_logps(logits, allowed, targets):
    z = logits.float().masked_fill(~allowed, float("-inf"))
    return z.log_softmax(-1).gather(-1, targets.unsqueeze(-1)).squeeze(-1)


def evaluate(decoder, loader, meter):
    decoder.eval()
    with torch.no_grad():
        for src, tgt, keep in loader:
            z, allowed = decoder(src, tgt[:, :-1])
            lp = constrained_logps(z, allowed, tgt[:, 1:])
            m = keep[:, 1:].float()
            total = (lp * m).sum()  # expect: SEQ606
            meter.add(-total.item(), int(m.sum()))
    return {"constrained_ppl": meter.perplexity, "tokens": meter.tokens}
