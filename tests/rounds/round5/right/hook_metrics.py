"""compute_metrics / preprocess_logits_for_metrics for a causal LM trained with the HF Trainer."""
import math

import numpy as np
import torch
from transformers import AutoModelForCausalLM, Trainer


def shrink(logits, labels):
    """keeps only the label's log-prob of each position so that the gathered arrays stay small"""
    if isinstance(logits, tuple):
        logits = logits[0]
    nxt = labels[:, 1:]
    lp = logits[:, :-1].float().log_softmax(-1)
    lp = lp.gather(-1, nxt.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return lp.masked_fill(nxt == -100, 0.0)


def metrics(pred):
    lps, labels = pred.predictions, pred.label_ids
    live = labels[:, 1:] != -100
    width = min(live.shape[1], lps.shape[1])
    total = lps[:, :width][live[:, :width]].astype(np.float64).sum()
    n = max(int(live[:, :width].sum()), 1)
    nll = -total / n
    try:
        ppl = math.exp(nll)
    except OverflowError:
        ppl = float("inf")
    return {"nll": nll, "ppl": ppl, "tokens": n}


def build(name, args, train, valid, collator):
    return Trainer(
        model=AutoModelForCausalLM.from_pretrained(name),
        args=args,
        train_dataset=train,
        eval_dataset=valid,
        data_collator=collator,
        compute_metrics=metrics,
        preprocess_logits_for_metrics=shrink,
    )
