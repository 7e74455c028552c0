"""Membership inference scores: LOSS, zlib ratio and Min-K% Prob (Shi et al. 2024)."""
import zlib

import numpy as np
import torch
from sklearn.metrics import roc_auc_score


@torch.no_grad()
def token_logprobs(model, tokenizer, text, device="cpu"):
    ids = tokenizer(text, truncation=True, max_length=2048, return_tensors="pt").input_ids.to(device)
    logits = model(ids).logits[:, :-1].float()
    lp = torch.log_softmax(logits, dim=-1)
    mu = (lp.exp() * lp).sum(-1)
    var = (lp.exp() * lp.square()).sum(-1) - mu.square()
    picked = lp.gather(-1, ids[:, 1:, None]).squeeze(-1)
    standard = (picked - mu) / var.clamp(min=1e-12).sqrt()
    return picked[0].cpu().numpy(), standard[0].cpu().numpy()


def min_k(values, ratio=0.2):
    k = max(1, int(len(values) * ratio))
    return float(np.sort(values)[:k].mean())


def scores(model, tokenizer, text):
    """Larger means more likely to have been in the training data."""
    lps, std = token_logprobs(model, tokenizer, text)
    loss = -float(lps.mean())
    return {
        "loss": -loss,
        "zlib": -loss * len(lps) / len(zlib.compress(text.encode())),
        "mink": min_k(lps),
        "mink++": min_k(std),
    }


def auc_table(model, tokenizer, texts, member):
    model.eval()
    rows = [scores(model, tokenizer, t) for t in texts]
    return {k: roc_auc_score(member, [r[k] for r in rows]) for k in rows[0]}
