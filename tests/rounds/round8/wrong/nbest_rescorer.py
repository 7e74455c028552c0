"""Second-pass rescoring for the call-centre recogniser (LSTM LM, one batch = one n-best list).

# bug: LogSoftmax is built without an axis, so a three-dimensional input is normalised over the hypotheses
"""
from typing import List, Sequence

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence


class LstmLm(nn.Module):
    def __init__(self, vocab: int, width: int = 512):
        super().__init__()
        self.emb = nn.Embedding(vocab, width)
        self.rnn = nn.LSTM(width, width, num_layers=2, batch_first=True)
        self.proj = nn.Linear(width, vocab)
        self.norm = nn.LogSoftmax()  # expect: SEQ105

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        return self.norm(self.proj(h))  # expect-near: SEQ105


class Rescorer:
    def __init__(self, lm: LstmLm, sos: int, eos: int, weight: float = 0.4):
        self.lm = lm.eval()
        self.sos, self.eos, self.weight = sos, eos, weight

    @torch.no_grad()
    def __call__(self, hyps: Sequence[List[int]], am: Sequence[float]) -> int:
        src = [torch.tensor([self.sos] + h) for h in hyps]
        tgt = [torch.tensor(h + [self.eos]) for h in hyps]
        x = pad_sequence(src, batch_first=True, padding_value=self.eos)
        y = pad_sequence(tgt, batch_first=True, padding_value=-1)
        live = y >= 0
        lp = self.lm(x).gather(-1, y.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        lm_score = torch.where(live, lp, torch.zeros_like(lp)).sum(1)
        total = torch.tensor(am) + self.weight * lm_score
        return int(total.argmax())
