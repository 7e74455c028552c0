"""Confidence of a *given* reference solution under the code model.

# bug: at every position the best entry is read, whatever token the solution has there
"""
from typing import Sequence

import torch


def _pad(seqs: Sequence[Sequence[int]], fill: int):
    n = max(len(s) for s in seqs)
    ids = torch.full((len(seqs), n), fill, dtype=torch.long)
    keep = torch.zeros(len(seqs), n, dtype=torch.bool)
    for r, s in enumerate(seqs):
        ids[r, : len(s)] = torch.as_tensor(s)
        keep[r, : len(s)] = True
    return ids, keep


@torch.inference_mode()
def reference_confidence(model, items, fill=0):
    """Geometric-mean token probability of each solution given its prompt.

    ``items`` holds (ids of prompt and solution, number of prompt ids) pairs.
    """
    ids, keep = _pad([seq for seq, _ in items], fill)
    logp = model(input_ids=ids, attention_mask=keep.long()).logits[:, :-1].float().log_softmax(-1)
    best = logp.max(dim=-1).values  # expect: SEQ204
    span = keep[:, 1:].clone()
    for r, (_, n_prompt) in enumerate(items):
        span[r, : n_prompt - 1] = False
    total = (best * span).sum(-1)  # expect-near: SEQ204
    return (total / span.sum(-1).clamp(min=1)).exp()
