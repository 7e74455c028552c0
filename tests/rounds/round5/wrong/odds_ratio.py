"""Odds-ratio preference loss (ORPO) on length-normalised log-probs.

# bug: log(1 - p) is computed as log(1 - exp(logp)), which cancels when logp is close to 0
"""
import torch
from torch import nn
from torch.nn import functional as fn


class OddsRatioLoss(nn.Module):
    def __init__(self, lam: float = 0.1, ignore: int = -100):
        super().__init__()
        self.lam = lam
        self.ignore = ignore

    def avg_logp(self, logits, labels):
        logits, labels = logits[:, :-1].float(), labels[:, 1:]
        nll = fn.cross_entropy(logits.transpose(1, 2), labels, ignore_index=self.ignore, reduction="none")
        count = (labels != self.ignore).sum(-1).clamp(min=1)
        return -nll.sum(-1) / count

    def log_odds(self, avg):
        return avg - torch.log(1 - torch.exp(avg))  # expect: SEQ608

    def forward(self, good_logits, good_labels, bad_logits, bad_labels):
        g = self.avg_logp(good_logits, good_labels)
        b = self.avg_logp(bad_logits, bad_labels)
        ratio = fn.logsigmoid(self.log_odds(g) - self.log_odds(b))
        sft = -g.mean()
        return sft - self.lam * ratio.mean(), {"nll": sft.detach(), "log_or": ratio.mean().detach()}
