"""Reference log-probs for preference pairs, precomputed once per dataset.

# bug: the mask is true on the ignored positions, so the sum keeps the prompt and drops the response.
"""
from __future__ import annotations

import torch

IGNORE = -100


def response_logps(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Summed log-prob of the labelled (response) tokens of each row.

    logits (B, T, V), labels (B, T) with IGNORE on prompt and padding.
    """
    target = labels[:, 1:].clone()
    use = target.eq(IGNORE)  # expect: SEQ307
    target = target.clamp(min=0)
    lp = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    tok = lp.gather(2, target[..., None]).squeeze(2)
    return torch.where(use, tok, torch.zeros_like(tok)).sum(1)  # expect-near: SEQ307


@torch.no_grad()
def add_reference_columns(ref, loader):
    for batch in loader:
        for side in ("chosen", "rejected"):
            out = ref(input_ids=batch[f"{side}_ids"], attention_mask=batch[f"{side}_attn"])
            batch[f"ref_{side}"] = response_logps(out.logits, batch[f"{side}_labels"]).cpu()
        yield batch
