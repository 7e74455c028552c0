"""Minimal pairs with a word-level LSTM, time-major tensors (T, 1, V)."""
import torch


class PairTest:
    def __init__(self, rnnlm):
        self.rnnlm = rnnlm.eval()
        self.norm = torch.nn.LogSoftmax(dim=2)

    @torch.no_grad()
    def logp(self, column):
        scores, _ = self.rnnlm(column[:-1])
        table = self.norm(scores)
        return table.gather(2, column[1:].unsqueeze(2)).sum().item()

    def __call__(self, pairs):
        return [self.logp(a) > self.logp(b) for a, b in pairs]
