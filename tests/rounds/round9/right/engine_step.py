"""One decode step; reports both the sampler's and the model's log-prob of the emitted token."""
from dataclasses import dataclass

import torch


@dataclass
class Emitted:
    token_id: int
    model_logprob: float
    behaviour_logprob: float


class EngineStep:
    def __init__(self, runner, temperature=0.8, top_k=40):
        self.runner = runner
        self.temperature = temperature
        self.top_k = top_k

    def _warp(self, z):
        z = z / self.temperature
        floor = torch.topk(z, min(self.top_k, z.numel())).values[-1]
        return torch.where(z < floor, torch.full_like(z, float("-inf")), z)

    @torch.inference_mode()
    def __call__(self, state):
        raw = self.runner.forward(state).float()
        behaviour = self._warp(raw).log_softmax(dim=-1)
        token = int(torch.multinomial(behaviour.exp(), 1))
        state.append(token)
        model_lp = raw.log_softmax(dim=-1)[token]
        return Emitted(token, float(model_lp), float(behaviour[token]))
