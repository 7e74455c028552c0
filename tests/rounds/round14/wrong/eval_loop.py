"""Held-out loop of the continued-pretraining run.

# bug: labels are shifted by hand although the Hugging Face model shifts them itself; the held-out loss is an unweighted mean of per-batch means (batches differ in tokens).
"""
import logging
import math

import torch

log = logging.getLogger(__name__)


@torch.no_grad()
def evaluate(model, loader, step):
    """model: a GPTNeoXForCausalLM; loader yields input_ids, attention_mask and labels (-100 on pads)."""
    model.eval()
    history = []
    for b in loader:
        b = {k: v.to(model.device) for k, v in b.items()}
        out = model(  # expect-near: SEQ202
            input_ids=b["input_ids"][:, :-1],
            attention_mask=b["attention_mask"][:, :-1],
            labels=b["labels"][:, 1:],  # expect: SEQ202
        )
        history.append(out.loss.item())  # expect-near: SEQ409
    val = sum(history) / max(len(history), 1)  # expect: SEQ409
    log.info("step %d: loss %.4f nats/token, perplexity %.2f", step, val, math.exp(min(val, 50.0)))
    model.train()
    return val
