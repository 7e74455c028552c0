"""GRU character decoder with a scorer for finished strings.

# bug: LogSoftmax is built without an axis, so a (B, T, V) input is normalised over the batch;
# the gather then picks along the time axis
"""
import torch
from torch import nn


class CharDecoder(nn.Module):
    def __init__(self, n_chars: int, width: int = 256):
        super().__init__()
        self.emb = nn.Embedding(n_chars, width)
        self.rnn = nn.GRU(width, width, batch_first=True)
        self.proj = nn.Linear(width, n_chars)
        self.norm = nn.LogSoftmax()  # expect: SEQ105

    def forward(self, chars):
        h, _ = self.rnn(self.emb(chars))
        return self.norm(self.proj(h))  # expect-near: SEQ105

    @torch.no_grad()
    def score(self, chars, lengths):
        """log p of each string; chars is (B, T), starts with <s>, lengths counts <s>."""
        dist = self(chars[:, :-1])
        nxt = chars[:, 1:]
        step = dist.gather(1, nxt.unsqueeze(-1)).squeeze(-1)  # expect: SEQ205
        pos = torch.arange(nxt.size(1), device=chars.device)
        live = pos[None, :] < (lengths - 1)[:, None]
        return step.masked_fill(~live, 0.0).sum(dim=1)
