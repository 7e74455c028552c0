"""DPO on speech tokens.

# bug: the mask is true exactly on the ignored positions
"""
import torch
import torch.nn.functional as F

IGNORE = -1


def sequence_logps(logits, target):
    """Sum of the log-probabilities of the speech tokens (target is already aligned with logits)."""
    mask = target == IGNORE  # expect-near: SEQ307
    safe = target.masked_fill(target == IGNORE, 0)
    lp = logits.float().log_softmax(-1).gather(-1, safe.unsqueeze(-1)).squeeze(-1)
    return (lp * mask).sum(-1)  # expect: SEQ307


def dpo_loss(pi_c, pi_r, ref_c, ref_r, y_c, y_r, beta=0.01):
    a = sequence_logps(pi_c, y_c) - sequence_logps(pi_r, y_r)
    with torch.no_grad():
        b = sequence_logps(ref_c, y_c) - sequence_logps(ref_r, y_r)
    return -F.logsigmoid(beta * (a - b)).mean()
