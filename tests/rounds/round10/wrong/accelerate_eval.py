"""Held-out evaluation for the accelerate training script.

Examples vary in length, prompts and padding carry label -100.

# bug: batch means over different token counts are averaged without weights
"""
import math
import statistics

import torch


@torch.no_grad()
def held_out_ce(model, loader, accelerator):
    """Corpus cross-entropy per target token."""
    model.eval()
    means = []
    for batch in loader:
        out = model(
            input_ids=batch["input_ids"],
            attention_mask=batch["attention_mask"],
            labels=batch["labels"],
        )
        means.append(accelerator.gather(out.loss[None]).mean().item())  # expect-near: SEQ409
    model.train()
    return statistics.fmean(means)  # expect: SEQ409


def log_epoch(model, loader, accelerator, epoch):
    ce = held_out_ce(model, loader, accelerator)
    ppl = math.exp(ce) if ce < 50 else float("inf")
    accelerator.log({"eval/ce": ce, "eval/ppl": ppl}, step=epoch)
    accelerator.print(f"epoch {epoch}: ce {ce:.4f} ppl {ppl:.2f}")
    return ppl
