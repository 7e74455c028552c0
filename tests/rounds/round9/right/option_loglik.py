"""Option log-likelihoods for the legal QA track."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import PreTrainedModel


@dataclass(frozen=True)
class Option:
    """An answer option, tokenised together with nothing but itself after a fixed prompt."""

    token_ids: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.token_ids:
            raise ValueError("empty option")


@dataclass
class OptionScorer:
    """Scores options after a prompt given as token ids."""

    model: PreTrainedModel

    @torch.inference_mode()
    def loglikelihood(self, prompt: list[int], option: Option) -> float:
        """Return log P(option | prompt) in nats, summed over the option's tokens."""
        k = len(option.token_ids)
        seq = torch.tensor([[*prompt, *option.token_ids]], device=self.model.device)
        logits = self.model(input_ids=seq[:, :-1]).logits[0, -k:].float()
        logits = logits.gather(1, seq[0, -k:, None]).squeeze(1) - logits.logsumexp(dim=-1)
        return logits.sum().item()

    def choose(self, prompt: list[int], options: list[Option]) -> int:
        """Index of the likeliest option."""
        values = [self.loglikelihood(prompt, o) for o in options]
        return values.index(max(values))
