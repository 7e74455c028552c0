"""Perplexity with torchmetrics over a loader.

# bug: the metric applies softmax to its input, which is already a distribution
"""
import torch
from torchmetrics.text import Perplexity


def corpus_perplexity(model, loader, device="cpu"):
    metric = Perplexity(ignore_index=-100).to(device)
    model.eval()
    for batch in loader:
        batch = {k: v.to(device) for k, v in batch.items()}
        with torch.inference_mode():
            logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        dist = torch.softmax(logits.float(), dim=-1)  # expect-near: SEQ106
        metric.update(dist[:, :-1], batch["labels"][:, 1:])  # expect: SEQ106
    return metric.compute().item()
