"""CTC: the label axis is the last one of (T, B, V); blank is id 0 and is dropped by definition."""
import torch
import torch.nn as nn

ctc = nn.CTCLoss(blank=0, zero_infinity=True)


def loss(logits, targets, in_len, tgt_len):
    return ctc(logits.float().log_softmax(2), targets, in_len, tgt_len)


def greedy(logits):
    best = logits[:, 0].argmax(-1)
    merged = torch.unique_consecutive(best)
    return merged[merged != 0].tolist()
