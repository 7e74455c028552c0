"""Answer letters by logit difference at the last prompt position, and steering-vector effect sizes."""
import numpy as np
import torch


@torch.no_grad()
def letter_margin(model, tok, prompt, good, bad):
    """z(good) - z(bad) at the same position, equal to the log-odds of the two tokens."""
    ids = tok(prompt, return_tensors="pt").input_ids
    last = model(ids).logits[0, -1].float()
    return (last[good] - last[bad]).item()


def p_good(margin):
    return 1.0 / (1.0 + np.exp(-margin)) if margin > -500 else 0.0


def effect(base, steered):
    d = np.asarray(steered) - np.asarray(base)
    se = d.std(ddof=1) / np.sqrt(len(d)) if len(d) > 1 else float("nan")
    return d.mean(), se


def rank_of(model_logits, target):
    """0-based rank of the target among the vocabulary."""
    return int((model_logits > model_logits[target]).sum())
