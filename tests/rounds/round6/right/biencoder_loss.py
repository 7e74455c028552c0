"""In-batch contrastive training of a bi-encoder, symmetric InfoNCE with a learned scale."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class InBatch(nn.Module):
    def __init__(self, init=20.0):
        super().__init__()
        self.log_scale = nn.Parameter(torch.tensor(init).log())

    def forward(self, q, d):
        q, d = F.normalize(q, dim=-1), F.normalize(d, dim=-1)
        logits = q @ d.t() * self.log_scale.exp()
        gold = torch.arange(len(q), device=q.device)
        rows = F.log_softmax(logits, dim=1).diagonal()
        cols = F.log_softmax(logits, dim=0).diagonal()
        loss = -(rows.mean() + cols.mean()) / 2
        return loss, (logits.argmax(1) == gold).float().mean()


def distill(student_scores, teacher_scores, t=2.0):
    """MarginMSE-free variant: KL(teacher || student) over the candidate list."""
    s = F.log_softmax(student_scores / t, dim=-1)
    p = F.softmax(teacher_scores / t, dim=-1)
    return F.kl_div(s, p, reduction="batchmean") * t * t
