"""Decode step of the toy serving engine.

# bug: the log-prob shipped as the model's own comes from the tempered, top-k truncated logits.
"""
from dataclasses import dataclass

import torch


@dataclass
class SamplingConfig:
    temperature: float = 0.8
    top_k: int = 40


@dataclass
class StepEvent:
    """What is sent to the client; ``model_logprob`` is the unmodified model's log-probability."""

    token_id: int
    model_logprob: float


class DecodeStep:
    def __init__(self, runner, cfg: SamplingConfig):
        self.runner = runner
        self.cfg = cfg

    def _filter(self, z: torch.Tensor) -> torch.Tensor:
        z = z / self.cfg.temperature
        k = min(self.cfg.top_k, z.numel())
        floor = torch.topk(z, k).values[-1]
        return z.masked_fill(z < floor, float("-inf"))

    @torch.inference_mode()
    def __call__(self, state) -> StepEvent:
        z = self.runner.forward(state).float()
        z = self._filter(z)
        table = torch.log_softmax(z, dim=-1)  # expect: SEQ110
        nxt = int(torch.multinomial(table.exp(), 1))
        state.append(nxt)
        return StepEvent(token_id=nxt, model_logprob=float(table[nxt]))  # expect-near: SEQ110
