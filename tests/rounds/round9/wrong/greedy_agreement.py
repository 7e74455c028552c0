"""Greedy agreement: does greedy decoding reproduce the reference exactly?

# bug: the comparison is inverted, a reference counts as greedy when every arg-max differs from it.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import torch
from transformers import PreTrainedModel


@dataclass(frozen=True)
class LoglikelihoodResult:
    """Log-likelihood of the reference and whether greedy decoding yields it."""

    loglikelihood: float
    is_greedy: bool


@torch.inference_mode()
def loglikelihood(
    model: PreTrainedModel, context: Sequence[int], reference: Sequence[int]
) -> LoglikelihoodResult:
    """Teacher-forced log-likelihood of ``reference`` after ``context``.

    Args:
        model: A causal language model in evaluation mode.
        context: Token ids of the context, at least one.
        reference: Token ids of the reference, at least one.
    """
    n = len(reference)
    full = torch.tensor([[*context, *reference]], device=model.device)
    window = model(full[:, :-1]).logits[:, -n:].float()
    lp = torch.log_softmax(window, dim=-1)
    gold = full[:, -n:]
    chosen = lp.gather(2, gold.unsqueeze(-1)).squeeze(-1)
    agree = window.argmax(dim=-1) != gold  # expect-near: SEQ505
    return LoglikelihoodResult(chosen.sum().item(), bool(agree.all()))  # expect: SEQ505


def exact_match_rate(results: Sequence[LoglikelihoodResult]) -> float:
    """Share of references that greedy decoding reproduces."""
    return sum(r.is_greedy for r in results) / max(len(results), 1)
