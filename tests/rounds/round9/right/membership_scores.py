"""Membership-inference scores: LOSS, Min-K% and zlib (Shi et al., 2023)."""
import zlib

import numpy as np
import torch
from sklearn.metrics import roc_auc_score


@torch.no_grad()
def token_logprobs(model, ids):
    probs = model(ids[None]).logits[0, :-1].float().log_softmax(-1)
    return probs[torch.arange(len(ids) - 1), ids[1:]].cpu().numpy()


def attacks(model, tokenizer, text, k=0.2):
    """Higher means more likely to be a member. LOSS is the mean log-probability by definition."""
    ids = torch.tensor(tokenizer(text).input_ids)
    probs = token_logprobs(model, ids)
    m = max(int(len(probs) * k), 1)
    nll = -probs.sum()
    return {
        "loss": float(probs.mean()),
        "min_k": float(np.sort(probs)[:m].mean()),
        "zlib": -float(nll) / len(zlib.compress(text.encode("utf-8"))),
    }


def evaluate(model, tokenizer, members, others):
    model.eval()
    rows = [attacks(model, tokenizer, t) for t in members + others]
    y = [1] * len(members) + [0] * len(others)
    return {name: roc_auc_score(y, [r[name] for r in rows]) for name in rows[0]}
