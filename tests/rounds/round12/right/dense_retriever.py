"""In-batch contrastive training of a bi-encoder and recall@k."""
import torch
import torch.nn.functional as F


def info_nce(q, d, temperature=0.05):
    q, d = F.normalize(q, dim=-1), F.normalize(d, dim=-1)
    sim = q @ d.T / temperature
    gold = torch.arange(q.size(0), device=q.device)
    return 0.5 * (F.cross_entropy(sim, gold) + F.cross_entropy(sim.T, gold))


def hard_negatives(losses, k):
    """Indices of the k queries with the largest loss."""
    return losses.topk(min(k, losses.numel())).indices


@torch.no_grad()
def recall_at(q, docs, gold, k=10):
    scores = q @ docs.T
    top = scores.topk(k, dim=1).indices
    return (top == gold[:, None]).any(dim=1).float().mean().item()


def attention_pool(h, mask):
    w = h.norm(dim=-1).masked_fill(mask == 0, float("-inf")).softmax(dim=1)
    return (w.unsqueeze(-1) * h).sum(dim=1)


def late_interaction(q_tok, d_tok, d_mask):
    s = torch.einsum("id,jtd->ijt", q_tok, d_tok)
    s = s.masked_fill(d_mask[None] == 0, float("-inf"))
    return s.max(dim=-1).values.sum(dim=0)
