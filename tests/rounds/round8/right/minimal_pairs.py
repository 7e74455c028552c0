"""BLiMP-style comparison: which sentence of a pair gets more total log-likelihood?"""
import torch
from torch import nn


class PairJudge(nn.Module):
    def __init__(self, lm):
        super().__init__()
        self.lm = lm
        self.normaliser = nn.LogSoftmax(dim=-1)
        self.eval()

    @torch.no_grad()
    def loglik(self, enc):
        x, m = enc["input_ids"], enc["attention_mask"]
        dist = self.normaliser(self.lm(input_ids=x, attention_mask=m).logits.float())
        nxt = x[:, 1:]
        each = torch.take_along_dim(dist[:, :-1], nxt.unsqueeze(-1), dim=-1)[..., 0]
        return each.masked_fill(m[:, 1:] == 0, 0.0).sum(-1)

    def forward(self, good, bad):
        """Both encodings are right-padded by the caller."""
        return self.loglik(good) > self.loglik(bad)
