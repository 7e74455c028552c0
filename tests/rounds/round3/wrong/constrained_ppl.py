"""Perplexity of label sequences under constrained decoding.

# bug: log-probabilities are taken over the allowed tags only and reported as the model's perplexity
"""
import torch
import torch.nn.functional as F


class TagPerplexity:
    """Accumulates the perplexity the language model assigns to tag tokens."""

    def __init__(self, allowed_ids):
        self.allowed = torch.as_tensor(allowed_ids)
        self.position = {int(v): i for i, v in enumerate(self.allowed)}
        self.nats, self.count = 0.0, 0

    def update(self, logits, tags):
        """logits: (n, V) rows that predict `tags` (n,)."""
        table = F.log_softmax(logits[:, self.allowed], dim=-1)  # expect: SEQ108
        cols = torch.tensor([self.position[int(t)] for t in tags])
        self.nats -= table[torch.arange(len(cols)), cols].sum().item()  # expect-near: SEQ108
        self.count += len(cols)

    def compute(self):
        return torch.exp(torch.tensor(self.nats / max(self.count, 1))).item()
