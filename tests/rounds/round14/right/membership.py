"""Membership-inference baselines: LOSS, Min-K%, Min-K%++, zlib and reference calibration (means by definition)."""
import zlib

import numpy as np
import torch


@torch.no_grad()
def stats(model, ids):
    """ids: one row. Token log-probs with the mean and deviation of each step's log-prob distribution."""
    lp = model(ids).logits[0, :-1].float().log_softmax(-1)
    tok = lp.gather(-1, ids[0, 1:, None])[:, 0]
    p = lp.exp()
    mu = (p * lp).sum(-1)
    var = (p * lp.square()).sum(-1) - mu.square()
    return tok.cpu().numpy(), mu.cpu().numpy(), var.clamp(min=1e-12).sqrt().cpu().numpy()


def min_k(values, ratio=0.2):
    k = max(1, int(len(values) * ratio))
    return float(np.sort(values)[:k].mean())


def attacks(model, reference, tokenizer, text):
    ids = tokenizer(text, return_tensors="pt", truncation=True, max_length=1024).input_ids.to(model.device)
    if ids.shape[1] < 2:
        return None
    tok, mu, sd = stats(model, ids)
    ref, _, _ = stats(reference, ids)
    return {
        "loss": float(tok.mean()),
        "mink": min_k(tok),
        "mink++": min_k((tok - mu) / sd),
        "zlib": float(tok.sum()) / len(zlib.compress(text.encode("utf-8"))),
        "ref": float(tok.mean() - ref.mean()),
    }


def hf_loss_attack(model, ids):
    with torch.no_grad():
        return -model(ids, labels=ids).loss.item()
