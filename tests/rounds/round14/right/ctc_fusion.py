"""CTC acoustic model: loss, greedy decoding with confidence, shallow fusion with an n-gram LM."""
import math

import torch
import torch.nn.functional as F


def ctc_loss(frames, frame_lengths, y, y_lengths, blank=0):
    """frames: (T, N, C) network output."""
    return F.ctc_loss(frames.log_softmax(dim=2), y, frame_lengths, y_lengths, blank=blank, zero_infinity=True)


@torch.no_grad()
def greedy(frames, length, blank=0):
    """Best path of one utterance (T, C) and its log-probability."""
    lp, path = frames[:length].log_softmax(dim=1).max(dim=1)
    out, prev = [], blank
    for c in path.tolist():
        if c != prev and c != blank:
            out.append(c)
        prev = c
    return out, lp.sum().item()


def fuse(hypotheses, lm, alpha=0.5, beta=1.0):
    """hypotheses: (words, acoustic ln p). The n-gram toolkit answers in log10."""
    def total(h):
        words, am = h
        return am + alpha * lm.score(" ".join(words)) * math.log(10) + beta * len(words)

    return max(hypotheses, key=total)
