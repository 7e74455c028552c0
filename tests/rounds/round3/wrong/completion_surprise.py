"""Surprise of completions, given a shared context.

# bug: the sum starts at the first token of the context instead of the first completion token
"""
from __future__ import annotations

import numpy as np
import torch


class CompletionSurprise:
    def __init__(self, lm: torch.nn.Module):
        self.lm = lm.eval()

    def _token_logprobs(self, ids: list[int]) -> np.ndarray:
        x = torch.as_tensor(ids)
        with torch.inference_mode():
            lp = self.lm(x[None, :-1]).logits[0].float().log_softmax(-1)
        return lp[torch.arange(len(ids) - 1), x[1:]].numpy()

    def surprise(self, context: list[int], completion: list[int]) -> float:
        """Mean -log p of the completion's tokens in their context."""
        if not completion:
            raise ValueError("empty completion")
        lps = self._token_logprobs(context + completion)
        return float(-lps.mean())  # expect: SEQ301
