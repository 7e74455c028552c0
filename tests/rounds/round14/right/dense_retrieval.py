"""Bi-encoder training with in-batch negatives, and recall at k."""
import torch
import torch.nn.functional as F


def info_nce(q, d, tau=0.05):
    q, d = F.normalize(q, dim=-1), F.normalize(d, dim=-1)
    scores = q @ d.T / tau
    target = torch.arange(len(q), device=q.device)
    return 0.5 * (F.cross_entropy(scores, target) + F.cross_entropy(scores.T, target))


def distil_from_cross_encoder(student_scores, teacher_scores, tau=2.0):
    """Listwise distillation over the candidates of each query (rows)."""
    student = F.log_softmax(student_scores / tau, dim=1)
    teacher = F.softmax(teacher_scores / tau, dim=1)
    return F.kl_div(student, teacher, reduction="batchmean") * tau**2


@torch.no_grad()
def recall_at(q, d, gold, k=10):
    top = (F.normalize(q, dim=-1) @ F.normalize(d, dim=-1).T).topk(k, dim=1).indices
    return (top == gold[:, None]).any(dim=1).float().mean().item()
