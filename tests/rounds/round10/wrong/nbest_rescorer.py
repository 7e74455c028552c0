"""Second-pass rescoring of ASR n-best lists with a small transformer LM.

# bug: LogSoftmax is built without a dimension, so 3-D decoder output is normalised over the batch axis
"""
import torch
from torch import nn


class TransformerLM(nn.Module):
    def __init__(self, vocab, width=512, layers=6):
        super().__init__()
        self.emb = nn.Embedding(vocab, width)
        block = nn.TransformerEncoderLayer(width, 8, batch_first=True)
        self.body = nn.TransformerEncoder(block, layers)
        self.out = nn.Linear(width, vocab)
        self.act = nn.LogSoftmax()  # expect: SEQ105

    def forward(self, y, pad):
        n = y.size(1)
        causal = torch.triu(torch.ones(n, n, dtype=torch.bool, device=y.device), 1)
        h = self.body(self.emb(y), mask=causal, src_key_padding_mask=pad)
        return self.act(self.out(h))  # expect-near: SEQ105


class Rescorer:
    def __init__(self, lm, weight=0.4):
        self.lm = lm.eval()
        self.weight = weight

    @torch.no_grad()
    def lm_scores(self, hyps, lengths):
        """hyps (N, U) begins with <sos> and ends with <eos>; lengths counts both."""
        src, tgt = hyps[:, :-1], hyps[:, 1:]
        valid = torch.arange(tgt.size(1))[None] < (lengths - 1)[:, None]
        table = self.lm(src, ~valid)
        picked = table.gather(2, tgt.unsqueeze(2)).squeeze(2)
        return picked.masked_fill(~valid, 0.0).sum(1)

    def best(self, hyps, lengths, am):
        total = am + self.weight * self.lm_scores(hyps, lengths)
        return int(total.argmax())
