"""Dictation recogniser: CTC loss and best-path reading (speech unit)."""
import torch
from torch import nn


class Dictation(nn.Module):
    def __init__(self, mels, letters, blank=0):
        super().__init__()
        self.rnn = nn.GRU(mels, 256, bidirectional=True, batch_first=True)
        self.top = nn.Linear(512, letters)
        self.ctc = nn.CTCLoss(blank=blank, zero_infinity=True)
        self.blank = blank

    def forward(self, x):
        return self.top(self.rnn(x)[0]).log_softmax(dim=2)

    def loss(self, x, frames, y, lengths):
        return self.ctc(self(x).transpose(0, 1), y, frames, lengths)

    @torch.no_grad()
    def read(self, x, frames):
        """Letters of the best path of each clip and the path's log-probability."""
        self.eval()
        top, path = self(x).max(dim=2)
        out = []
        for v, p, n in zip(top, path, frames.tolist()):
            merged = torch.unique_consecutive(p[:n])
            out.append((merged[merged != self.blank].tolist(), v[:n].sum().item()))
        return out
