"""Branching entropy of grammar-constrained decoding.

# bug: forbidden tokens have p = 0 and log p = -inf, so that p * log p is NaN.
"""
from collections import deque

import torch


class GrammarTracer:
    """Follows a decoding run and keeps the entropy of the constrained next-token distribution."""

    def __init__(self, automaton, vocab_size, window=64):
        self.fsa = automaton
        self.vocab_size = vocab_size
        self.recent = deque(maxlen=window)

    def allowed(self, state, device):
        keep = torch.zeros(self.vocab_size, dtype=torch.bool, device=device)
        keep[list(self.fsa.outgoing(state))] = True
        return keep

    def step(self, logits, state):
        """logits: (V,) raw scores of the next token."""
        keep = self.allowed(state, logits.device)
        constrained = logits.float().masked_fill(~keep, float("-inf"))
        lq = constrained.log_softmax(dim=-1)
        q = lq.exp()
        h = -(q * lq).sum()  # expect: SEQ610
        self.recent.append(h.item())
        return torch.multinomial(q, 1).item()

    @property
    def mean_entropy(self):
        return sum(self.recent) / max(len(self.recent), 1)


def explore(model_step, tracer, start, limit=200):
    state, tokens = start, []
    for _ in range(limit):
        if tracer.fsa.accepting(state):
            break
        t = tracer.step(model_step(tokens), state)
        tokens.append(t)
        state = tracer.fsa.advance(state, t)
    return tokens, tracer.mean_entropy
