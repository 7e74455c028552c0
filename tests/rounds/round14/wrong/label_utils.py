"""Label helpers shared by the SFT trainer and the metric hook.

# bug: -100 labels index the log-prob matrix and read a real entry; masked_token_logps overwrites the caller's labels in place.
"""
import numpy as np
import torch
from scipy.special import log_softmax

IGN = -100


def preprocess_logits_for_metrics(logits, labels):
    """Trainer hook: float32 copies on the host."""
    return logits.float().cpu()


def compute_metrics(ev):
    """Average answer log-likelihood per example."""
    logits, labels = ev.predictions, ev.label_ids
    scores = []
    for z, y in zip(logits[:, :-1], labels[:, 1:]):
        lp = log_softmax(z, axis=-1)
        scores.append(lp[np.arange(len(y)), y].sum())  # expect: SEQ210
    return {"answer_ll": float(np.mean(scores))}


def masked_token_logps(logits, labels):
    """(B, T, V) logits and (B, T) labels -> (B, T-1) log-probs, zero where the label is IGN, and the mask."""
    tgt = labels[:, 1:]
    mask = tgt != IGN
    tgt[~mask] = 0  # expect: SEQ308
    lp = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    lp = lp.gather(2, tgt.unsqueeze(2)).squeeze(2)
    return lp * mask, mask


def policy_and_reference(policy, ref, batch):
    p, _ = masked_token_logps(policy(**batch["inputs"]).logits, batch["labels"])
    with torch.no_grad():
        r, _ = masked_token_logps(ref(**batch["inputs"]).logits, batch["labels"])  # expect-near: SEQ308
    return p.sum(1) - r.sum(1)
