"""Two-tower retrieval: in-batch contrastive loss, nDCG and MRR."""
import numpy as np
import torch
import torch.nn.functional as F


def contrastive(q, d, tau=0.05):
    sim = F.normalize(q, dim=1) @ F.normalize(d, dim=1).T / tau
    goal = torch.arange(len(q), device=q.device)
    return 0.5 * (F.cross_entropy(sim, goal) + F.cross_entropy(sim.T, goal))


def ndcg(gains, k=10):
    gains = np.asarray(gains, dtype=float)
    disc = 1.0 / np.log2(np.arange(2, k + 2))
    top = gains[:k]
    ideal = np.sort(gains)[::-1][:k]
    best = (ideal * disc[: len(ideal)]).sum()
    return float((top * disc[: len(top)]).sum() / best) if best > 0 else 0.0


def mrr(ranks):
    return float(np.mean([1.0 / r if r else 0.0 for r in ranks])) if len(ranks) else 0.0


@torch.no_grad()
def evaluate(encode_q, encode_d, queries, docs, relevant):
    s = encode_q(queries) @ encode_d(docs).T
    order = s.argsort(dim=1, descending=True).tolist()
    table = [[float(j in relevant[i]) for j in row] for i, row in enumerate(order)]
    firsts = [row.index(1.0) + 1 if 1.0 in row else 0 for row in table]
    return {"ndcg@10": float(np.mean([ndcg(t) for t in table])), "mrr": mrr(firsts)}
