"""In-batch contrastive training of a dual encoder, plus hard-negative mining."""
import torch
import torch.nn.functional as F


class SymmetricInfoNCE(torch.nn.Module):
    def __init__(self, temperature=0.05):
        super().__init__()
        self.log_t = torch.nn.Parameter(torch.tensor(temperature).log())

    def forward(self, q, d):
        q, d = F.normalize(q, dim=-1), F.normalize(d, dim=-1)
        sim = q @ d.T / self.log_t.exp()
        y = torch.arange(len(q), device=q.device)
        rows = F.log_softmax(sim, dim=1)[y, y]
        cols = F.log_softmax(sim, dim=0)[y, y]
        return -(rows.mean() + cols.mean()) / 2


def attention_pool(h, mask, w):
    """h (B, T, D), mask (B, T): softmax over the time axis."""
    a = (h @ w).masked_fill(mask == 0, float("-inf"))
    return (a.softmax(dim=1).unsqueeze(-1) * h).sum(dim=1)


def hardest(losses, k):
    """Indices of the k examples with the highest loss, for the next epoch."""
    return losses.topk(min(k, len(losses))).indices


def margin_mse(student_pos, student_neg, teacher_pos, teacher_neg):
    return F.mse_loss(student_pos - student_neg, teacher_pos - teacher_neg)
