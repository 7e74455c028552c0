"""Sequence log-likelihoods for a batch of token ids.

# bug: the normalisation runs over time (dim 1) although the vocabulary is the last axis
"""
import torch
from torch import Tensor


def token_logprobs(logits: Tensor, ids: Tensor) -> Tensor:
    """(B, T, V) scores and (B, T) ids to (B, T-1) log-probabilities."""
    table = torch.log_softmax(logits[:, :-1, :], dim=1)  # expect: SEQ104
    return table.gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2)


def sequence_logprobs(model, ids: Tensor, attention: Tensor) -> Tensor:
    logits = model(input_ids=ids, attention_mask=attention).logits
    lp = token_logprobs(logits.float(), ids)
    return (lp * attention[:, 1:]).sum(dim=-1)
