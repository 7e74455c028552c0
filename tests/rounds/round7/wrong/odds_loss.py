"""ORPO loss (Hong et al., 2024): NLL of the chosen answer plus a log odds-ratio term.

# bug: a row whose mask is empty divides by zero and makes the batch's loss nan.
# bug: log(1 - exp(logp)) loses all digits when the average log-probability is close to 0.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class OddsRatioLoss(nn.Module):
    def __init__(self, weight=0.25):
        super().__init__()
        self.weight = weight

    @staticmethod
    def mean_logp(logits, ids, mask):
        logp = F.log_softmax(logits[:, :-1].float(), dim=-1)
        logp = torch.take_along_dim(logp, ids[:, 1:].unsqueeze(-1), dim=-1).squeeze(-1)
        w = mask[:, 1:].to(logp.dtype)
        return (logp * w).sum(-1) / w.sum(-1)  # expect: SEQ611

    def forward(self, good, bad):
        g = self.mean_logp(good["logits"], good["ids"], good["mask"])
        b = self.mean_logp(bad["logits"], bad["ids"], bad["mask"])
        ratio = (g - b) - (torch.log(1 - torch.exp(g)) - torch.log(1 - torch.exp(b)))  # expect: SEQ608
        penalty = -F.logsigmoid(ratio)
        return (-g + self.weight * penalty).mean()
