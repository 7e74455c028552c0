"""Reusable scorer: sum of log p(completion token | everything before it).

# bug: the returned sum also covers the prompt's tokens.
"""
from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NamedTuple

import torch


class Request(NamedTuple):
    prompt: str
    completion: str


class CompletionScorer(ABC):
    @abstractmethod
    def loglikelihood(self, req: Request) -> float:
        """log p(completion | prompt)"""

    def mean_over_tokens(self, req: Request, n_tokens: int) -> float:
        return self.loglikelihood(req) / max(n_tokens, 1)


class TorchScorer(CompletionScorer):
    def __init__(self, model, tokenizer) -> None:
        self.model, self.tokenizer = model.eval(), tokenizer

    def loglikelihood(self, req: Request) -> float:
        enc = self.tokenizer(req.prompt + req.completion, return_tensors="pt")
        ids = enc.input_ids
        with torch.no_grad():
            z = self.model(**enc).logits
        lp = z[:, :-1].float().log_softmax(-1)
        per_tok = lp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
        return per_tok[0].sum().item()  # expect: SEQ301
