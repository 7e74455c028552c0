"""ORPO terms for the fine-tuning course: average answer log-probs and the odds-ratio loss.

# bug: a row whose answer was truncated away divides by zero
# bug: log(1 - exp(logp)) loses all digits for confident answers
"""
import torch
import torch.nn.functional as F


def avg_answer_logp(logits, labels, ignore=-100):
    """Mean log-prob per answer token of each row, (B,)."""
    goal = labels[:, 1:]
    mask = goal != ignore
    safe = torch.where(mask, goal, torch.zeros_like(goal))
    lp = F.log_softmax(logits[:, :-1].float(), dim=-1)
    lp = torch.take_along_dim(lp, safe.unsqueeze(-1), dim=-1).squeeze(-1)
    return (lp * mask).sum(dim=1) / mask.sum(dim=1)  # expect: SEQ611


def log_odds(lp):
    """log(p / (1 - p)) from log p."""
    return lp - torch.log(1 - torch.exp(lp))  # expect: SEQ608


def orpo(nll, logits_w, labels_w, logits_l, labels_l, lam=0.25):
    """nll is the chosen answers' cross-entropy as the trainer reports it."""
    w = avg_answer_logp(logits_w, labels_w)
    r = avg_answer_logp(logits_l, labels_l)
    ratio = F.logsigmoid(log_odds(w) - log_odds(r))
    return nll - lam * ratio.mean()
