"""Linear-chain CRF: emission scores are unnormalised on purpose, the partition is global."""
import torch
from torch import nn


class CRF(nn.Module):
    def __init__(self, tags):
        super().__init__()
        self.trans = nn.Parameter(torch.zeros(tags, tags))

    def path_score(self, logits, tags, mask):
        unary = logits.gather(2, tags.unsqueeze(2)).squeeze(2)
        pair = self.trans[tags[:, :-1], tags[:, 1:]]
        return (unary * mask).sum(dim=1) + (pair * mask[:, 1:]).sum(dim=1)

    def log_partition(self, logits, mask):
        alpha = logits[:, 0]
        for t in range(1, logits.size(1)):
            nxt = torch.logsumexp(alpha.unsqueeze(2) + self.trans, dim=1) + logits[:, t]
            alpha = torch.where(mask[:, t, None].bool(), nxt, alpha)
        return torch.logsumexp(alpha, dim=1)

    def forward(self, logits, tags, mask):
        return -(self.path_score(logits, tags, mask) - self.log_partition(logits, mask)).mean()
