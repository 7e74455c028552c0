"""In-batch contrastive training and evaluation of a bi-encoder."""
import torch
import torch.nn.functional as F


def info_nce(q, d, tau=0.05):
    """Row i of d is the positive of row i of q; the rest of the batch are negatives."""
    q, d = F.normalize(q, dim=-1), F.normalize(d, dim=-1)
    sims = q @ d.T / tau
    gold = torch.arange(q.size(0), device=q.device)
    return (F.cross_entropy(sims, gold) + F.cross_entropy(sims.T, gold)) / 2


@torch.no_grad()
def mrr(q, d, gold):
    scores = F.normalize(q, dim=-1) @ F.normalize(d, dim=-1).T
    target = scores.gather(1, gold[:, None])
    rank = (scores > target).sum(dim=1) + 1
    return (1.0 / rank).mean().item()


@torch.no_grad()
def doc_log_weights(query, docs, temperature=1.0):
    """Log fusion weights of the retrieved passages (the weights sum to one over the passages)."""
    return (docs @ query / temperature).log_softmax(dim=0)


@torch.no_grad()
def marginal_answer_logprob(log_weights, answer_logps):
    """RAG-sequence marginal: log sum_d w_d p(y|x,d)."""
    return torch.logsumexp(log_weights + answer_logps, dim=0)
