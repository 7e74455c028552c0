"""CTC head of the recogniser, greedy decode with a per-word confidence.

A word's confidence is defined as the mean probability of the frames that emit its characters on the best path.
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class CTCHead(nn.Module):
    def __init__(self, d, n_chars, blank=0):
        super().__init__()
        self.proj = nn.Linear(d, n_chars)
        self.loss = nn.CTCLoss(blank=blank, zero_infinity=True)
        self.blank = blank

    def forward(self, frames, n_frames, chars, n_chars):
        lp = F.log_softmax(self.proj(frames), dim=2).transpose(0, 1)
        return self.loss(lp, chars, n_frames, n_chars)

    @torch.no_grad()
    def greedy(self, frames, alphabet):
        p, best = self.proj(frames)[0].softmax(1).max(1)
        words, conf, cur, ps, prev = [], [], "", [], self.blank
        for q, c in zip(p.tolist(), best.tolist()):
            if c != self.blank and c != prev:
                if alphabet[c] == " ":
                    if cur:
                        words.append(cur)
                        conf.append(float(np.mean(ps)))
                    cur, ps = "", []
                else:
                    cur += alphabet[c]
                    ps.append(q)
            prev = c
        if cur:
            words.append(cur)
            conf.append(float(np.mean(ps)))
        return words, conf
