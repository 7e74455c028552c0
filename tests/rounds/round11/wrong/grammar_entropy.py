"""Entropy of the grammar-constrained next-token distribution, used to decide when to branch.

# bug: forbidden tokens have probability 0 and log-prob -inf, their product is NaN.
"""
import torch


class Brancher:
    def __init__(self, grammar, limit=1.5):
        self.grammar = grammar
        self.limit = limit

    def entropy(self, logits, state):
        """Entropy (nats) over the tokens which the grammar allows; at least one is allowed."""
        ok = self.grammar.allowed(state).to(logits.device)
        z = logits.float().masked_fill(~ok, float("-inf"))
        lq = torch.log_softmax(z, dim=-1)
        return -(lq.exp() * lq).sum(-1)  # expect: SEQ610

    def should_branch(self, logits, state):
        return bool(self.entropy(logits, state) > self.limit)
