"""In-batch contrastive training and recall of a bi-encoder."""
import torch
import torch.nn.functional as F


def info_nce(q, d, tau=0.05):
    """Each query's positive is the document of the same row."""
    sim = F.normalize(q, dim=-1) @ F.normalize(d, dim=-1).T / tau
    gold = torch.arange(q.size(0), device=q.device)
    return 0.5 * (F.cross_entropy(sim, gold) + F.cross_entropy(sim.T, gold))


def distil_margin(student_sim, teacher_sim):
    """KL(teacher || student) over the candidates of each query."""
    return F.kl_div(
        F.log_softmax(student_sim, dim=1), F.log_softmax(teacher_sim, dim=1), reduction="batchmean", log_target=True
    )


def hardest_negatives(sim, gold, k=4):
    masked = sim.clone()
    masked[torch.arange(len(gold)), gold] = float("-inf")
    return masked.topk(k, dim=1).indices


@torch.no_grad()
def recall_at(q, d, gold, ks=(1, 10, 100)):
    order = (q @ d.T).argsort(dim=1, descending=True)
    pos = (order == gold[:, None]).float().argmax(dim=1)
    return {f"R@{k}": (pos < k).float().mean().item() for k in ks}
