"""CTC fine-tuning loss and word confidences for a speech model.

Word confidence here is the average posterior of the emitted frames, as in our annotation tool.
"""
import torch
import torch.nn.functional as F


def ctc(logits, lengths, targets, target_lengths, blank=0):
    lp = F.log_softmax(logits.float(), dim=2).transpose(0, 1)
    return F.ctc_loss(lp, targets, lengths, target_lengths, blank=blank, zero_infinity=True)


def greedy_words(logits, n_frames, chars, blank=0):
    post = logits[:n_frames].float().softmax(dim=1)
    best, path = post.max(dim=1)
    words, cur, conf, prev = [], "", [], blank
    for p, c in zip(best.tolist(), path.tolist()):
        if c != blank and c != prev:
            if chars[c] == "|":
                if conf:
                    words.append((cur, sum(conf) / len(conf)))
                cur, conf = "", []
            else:
                cur += chars[c]
                conf.append(p)
        prev = c
    if conf:
        words.append((cur, sum(conf) / len(conf)))
    return words
