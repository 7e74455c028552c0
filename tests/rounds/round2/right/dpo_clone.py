"""DPO log-probs in the original repository's manner: clone, mask, gather."""
import torch
import torch.nn.functional as F


def batch_logps(logits, labels, average_log_prob=False):
    labels = labels[:, 1:].clone()
    logits = logits[:, :-1, :]
    loss_mask = labels != -100
    labels[labels == -100] = 0
    per = torch.gather(logits.float().log_softmax(-1), dim=2, index=labels.unsqueeze(2)).squeeze(2)
    if average_log_prob:
        return (per * loss_mask).sum(-1) / loss_mask.sum(-1).clamp(min=1)
    return (per * loss_mask).sum(-1)


def dpo_loss(pc, pr, rc, rr, beta=0.1, label_smoothing=0.0):
    logits = (pc - pr) - (rc - rr)
    return -F.logsigmoid(beta * logits) * (1 - label_smoothing) - F.logsigmoid(-beta * logits) * label_smoothing
