"""In-batch contrastive training and late-interaction scoring for the retriever."""
import torch
import torch.nn.functional as F


def info_nce(q, d, tau=0.02):
    q, d = F.normalize(q, dim=-1), F.normalize(d, dim=-1)
    logits = q @ d.T / tau
    gold = torch.arange(q.size(0), device=q.device)
    return (F.cross_entropy(logits, gold) + F.cross_entropy(logits.T, gold)) / 2


def maxsim(q_tok, d_tok, d_mask):
    """ColBERT score: for every query token the best document token, summed."""
    sim = torch.einsum("qih,djh->qdij", q_tok, d_tok)
    sim = sim.masked_fill(d_mask[None, :, None, :] == 0, float("-inf"))
    return sim.max(dim=-1).values.sum(dim=-1)


@torch.no_grad()
def doc_posterior(q, d, tau=0.02):
    return F.softmax(F.normalize(q, dim=-1) @ F.normalize(d, dim=-1).T / tau, dim=-1)


@torch.no_grad()
def mrr(scores, gold):
    order = scores.argsort(dim=1, descending=True)
    rank = (order == gold[:, None]).float().argmax(dim=1) + 1
    return (1.0 / rank).mean().item()
