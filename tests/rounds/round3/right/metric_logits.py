"""Perplexity with torchmetrics; the metric takes logits (or log-probs, softmax of which is the same)."""
import torch
from torchmetrics.text import Perplexity


@torch.inference_mode()
def evaluate(model, loader):
    on_logits, on_logprobs = Perplexity(ignore_index=-100), Perplexity(ignore_index=-100)
    for batch in loader:
        z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits.float()
        gold = batch["labels"][:, 1:]
        on_logits.update(z[:, :-1], gold)
        on_logprobs.update(z[:, :-1].log_softmax(-1), gold)
    a, b = on_logits.compute(), on_logprobs.compute()
    assert torch.allclose(a, b, rtol=1e-3)
    return a.item()
