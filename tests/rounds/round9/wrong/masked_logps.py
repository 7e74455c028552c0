"""Batched completion log-probabilities (shared by the win-rate and best-of-n jobs).

# bug: the completion mask is cut [:, :-1] while the targets it selects are [:, 1:]
"""
from typing import Dict

import torch
from torch import Tensor


def pick(logits: Tensor, ids: Tensor) -> Tensor:
    picked = torch.gather(logits, 2, ids.unsqueeze(2)).squeeze(2)
    return picked - torch.logsumexp(logits, dim=2)


@torch.no_grad()
def completion_logps(model, batch: Dict[str, Tensor]) -> Tensor:
    """log p(completion | prompt), one value per row.

    ``completion_mask[b, t]`` is 1 where ``input_ids[b, t]`` belongs to the completion.
    """
    out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    per_token = pick(out.logits[:, :-1].float(), batch["input_ids"][:, 1:])
    sel = batch["completion_mask"][:, :-1].to(per_token.dtype)  # expect: SEQ203
    return (per_token * sel).sum(dim=1)  # expect-near: SEQ203


def best_of_n(model, batch: Dict[str, Tensor], n: int) -> Tensor:
    totals = completion_logps(model, batch)
    return totals.view(-1, n).argmax(dim=1)
