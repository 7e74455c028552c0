"""Scores for every row of a batch.
# bug: the sum has no axis, so the sequences of the batch are merged into one number.
"""
import torch
from torch import Tensor


def batch_logprobs(logits: Tensor, ids: Tensor, mask: Tensor) -> Tensor:
    """One log-probability per sequence, shape (B,)."""
    lp = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    tok = torch.gather(lp, 2, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return (tok * mask[:, 1:]).sum()  # expect: SEQ408


def rank_rows(model, ids, mask):
    with torch.no_grad():
        s = batch_logprobs(model(ids, attention_mask=mask).logits, ids, mask)
    return torch.argsort(s, descending=True)  # expect-near: SEQ408
