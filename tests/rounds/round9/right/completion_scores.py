"""Per-row completion scores for best-of-n."""
from typing import Mapping

import torch

Batch = Mapping[str, torch.Tensor]


def selective_log_softmax(logits, ids):
    chosen = logits.gather(-1, ids[..., None])[..., 0]
    return chosen - logits.logsumexp(-1)


@torch.no_grad()
def score_rows(model, batch: Batch):
    """log p(completion | prompt); ``completion_mask`` marks tokens of ``input_ids``."""
    z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = selective_log_softmax(z[:, :-1].float(), batch["input_ids"][:, 1:])
    on = batch["completion_mask"][:, 1:].bool()
    return lp.masked_fill(~on, 0.0).sum(1)


@torch.no_grad()
def mean_rows(model, batch: Batch):
    """Average log-probability of the completion's tokens."""
    n = batch["completion_mask"][:, 1:].sum(1)
    return score_rows(model, batch) / n.clamp(min=1)


def best_of_n(model, batch: Batch, n):
    return mean_rows(model, batch).view(-1, n).argmax(1)
