"""CTC acoustic model: training loss, greedy transcript and per-frame confidence."""
import itertools

import torch
import torch.nn as nn
import torch.nn.functional as F

BLANK = 0


class Acoustic(nn.Module):
    def __init__(self, feats=80, hid=256, symbols=32):
        super().__init__()
        self.rnn = nn.GRU(feats, hid, 3, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(2 * hid, symbols)

    def forward(self, x):
        y, _ = self.rnn(x)
        return self.fc(y).transpose(0, 1).log_softmax(dim=2)


def ctc(net, x, x_len, y, y_len):
    return F.ctc_loss(net(x), y, x_len, y_len, blank=BLANK, zero_infinity=True)


@torch.no_grad()
def transcribe(net, wav_feats, alphabet):
    net.eval()
    lp = net(wav_feats[None])[:, 0]
    best, path = lp.max(dim=-1)
    kept = [k for k, _ in itertools.groupby(path.tolist()) if k != BLANK]
    frame_confidence = best.exp().mean().item()
    return "".join(alphabet[k] for k in kept), frame_confidence
