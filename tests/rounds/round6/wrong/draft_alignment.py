"""Fits a draft model to its verifier; reports the draft's NLL on verifier text.

# bug: `live` is true exactly on the ignored positions and is used as the keep mask.
"""
import torch
import torch.nn.functional as F
from torch import Tensor

SKIP = -100


def token_nll(logits: Tensor, labels: Tensor):
    z = logits[:, :-1, :].float()
    y = labels[:, 1:]
    flat = F.cross_entropy(
        z.flatten(0, 1), y.clamp(min=0).flatten(), reduction="none"
    )
    return flat.view_as(y), y


def draft_nll(logits: Tensor, labels: Tensor) -> Tensor:
    """Nats per labelled token; labels are -100 on prompt and padding."""
    nll, y = token_nll(logits, labels)
    live = y == SKIP  # expect-near: SEQ307
    total = (nll * live).sum()  # expect: SEQ307
    return total / live.sum().clamp(min=1)  # expect-near: SEQ307


def step(draft, batch, opt) -> float:
    out = draft(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    loss = draft_nll(out.logits, batch["labels"])
    opt.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(draft.parameters(), 1.0)
    opt.step()
    return loss.item()
