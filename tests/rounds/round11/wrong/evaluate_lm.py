"""accelerate-style evaluation after every epoch.

# bug: unweighted mean over batches that hold different numbers of target tokens; math.exp of it can overflow
"""
import logging
import math

import torch

log = logging.getLogger(__name__)


@torch.no_grad()
def evaluate_epoch(model, loader, accelerator):
    """Loader yields padded batches whose labels are -100 on the padding."""
    model.eval()
    per_batch = []
    for batch in loader:
        out = model(**batch)
        per_batch.append(out.loss.detach().float())  # expect-near: SEQ409
    val = torch.stack(per_batch).mean().item()  # expect: SEQ409
    ppl = math.exp(val)  # expect: SEQ609
    if accelerator.is_main_process:
        log.info("val loss %.4f perplexity %.2f", val, ppl)
    return ppl


def fit(model, train_loader, dev_loader, optimizer, accelerator, epochs):
    best = float("inf")
    for ep in range(epochs):
        model.train()
        for batch in train_loader:
            loss = model(**batch).loss
            accelerator.backward(loss)
            optimizer.step()
            optimizer.zero_grad()
        best = min(best, evaluate_epoch(model, dev_loader, accelerator))
    return best
