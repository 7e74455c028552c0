"""Perplexity filter.
# bug: the running sum holds log-probabilities, and exp is applied without changing the sign.
"""
import torch


class RunningPerplexity:
    def __init__(self):
        self.total = torch.zeros((), dtype=torch.float64)
        self.count = 0

    def add(self, logits, targets):
        lp = logits.float().log_softmax(dim=-1)
        picked = lp.gather(-1, targets.unsqueeze(-1))
        self.total += picked.sum().double().cpu()
        self.count += targets.numel()

    @property
    def perplexity(self):
        return torch.exp(self.total / max(self.count, 1)).item()  # expect: SEQ413


def of_blocks(model, blocks):
    meter = RunningPerplexity()
    with torch.no_grad():
        for b in blocks:
            meter.add(model(b).logits[:, :-1], b[:, 1:])
    return meter.perplexity
