"""CTC training step, greedy CTC text, and whisper-style average log-probability."""
import torch
import torch.nn.functional as F


def ctc_step(encoder, feats, feat_lens, targets, target_lens, blank=0):
    out, out_lens = encoder(feats, feat_lens)
    lp = F.log_softmax(out, dim=2).transpose(0, 1)
    return F.ctc_loss(lp, targets, out_lens, target_lens, blank=blank, zero_infinity=True)


def greedy_text(logits, n, table, blank=0):
    best = logits[:n].argmax(-1)
    best = torch.unique_consecutive(best)
    return "".join(table[i] for i in best[best != blank].tolist())


def greedy_path_logprob(logits, n):
    """Log-probability of the best alignment itself."""
    return logits[:n].float().log_softmax(-1).max(-1).values.sum()


def avg_logprob(sum_logprob, tokens):
    # the end token's log-prob is part of the sum
    return sum_logprob / (len(tokens) + 1)
