"""Metric hook and log-prob helper for SFT; -100 marks prompt and padding."""
import numpy as np
import torch
from scipy.special import log_softmax


def compute_metrics(ev):
    """Mean answer log-likelihood over examples, and over answer tokens."""
    lls, n = [], 0
    for z, y in zip(ev.predictions[:, :-1], ev.label_ids[:, 1:]):
        pos = np.flatnonzero(y != -100)
        lp = log_softmax(z.astype(np.float64), axis=-1)[pos, y[pos]]
        lls.append(lp.sum())
        n += pos.size
    return {"answer_ll": float(np.mean(lls)), "token_ll": float(np.sum(lls) / max(n, 1))}


def token_logps(logits, labels):
    tgt = labels[:, 1:].clone()
    mask = tgt != -100
    tgt[~mask] = 0
    lp = torch.log_softmax(logits[:, :-1].float(), dim=-1).gather(2, tgt.unsqueeze(2)).squeeze(2)
    return lp * mask, mask


def log_ratio(policy, ref, batch):
    ours, mask = token_logps(policy(**batch["inputs"]).logits, batch["labels"])
    with torch.no_grad():
        theirs, again = token_logps(ref(**batch["inputs"]).logits, batch["labels"])
    assert torch.equal(mask, again)
    return (ours - theirs).sum(1)
