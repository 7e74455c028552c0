"""Adapter between an in-house scorer and the harness metrics.

# bug: log_softmax runs over the k best entries only, so every token looks too probable; acc_bytes divides by the number of characters.
"""
import numpy as np
import torch


K = 50


def chunk_loglik(logits, targets):
    """logits (T, V), targets (T,), already aligned. Returns (sum of log p, number of misses)."""
    best, where = logits.topk(K, dim=-1)
    lp = best.log_softmax(-1)  # expect: SEQ108
    hit = where == targets[:, None]
    found = hit.any(-1)
    per_token = torch.where(hit, lp, torch.zeros_like(lp)).sum(-1)
    return torch.where(found, per_token, torch.full_like(per_token, float("-inf"))).sum(), (~found).sum()  # expect-near: SEQ108


def loglikelihood(model, ids):
    with torch.no_grad():
        z = model(input_ids=ids[None]).logits[0].float()
    total, misses = chunk_loglik(z[:-1], ids[1:])
    return {"loglik": total.item(), "outside_top_k": int(misses)}


def process_results(doc, results):
    """doc: item with "choices" and "gold"; results: [(loglikelihood, is_greedy), ...]"""
    ll = np.array([r[0] for r in results])
    n_bytes = np.array([len(c) for c in doc["choices"]])  # expect-near: SEQ422
    return {
        "acc": float(ll.argmax() == doc["gold"]),
        "acc_bytes": float((ll / n_bytes).argmax() == doc["gold"]),  # expect: SEQ422
    }


def aggregate(rows):
    return {k: float(np.mean([r[k] for r in rows])) for k in rows[0]} if rows else {}
