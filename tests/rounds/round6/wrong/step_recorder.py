"""Sampler that stores, for every emitted token, how likely the language model found it.

# bug: model_logprob comes from the distribution after temperature and nucleus filtering.
"""
from __future__ import annotations

from dataclasses import dataclass, field

import torch


@dataclass
class SamplerConfig:
    temperature: float = 0.8
    top_p: float = 0.9
    max_tokens: int = 64


@dataclass
class Trace:
    tokens: list[int] = field(default_factory=list)
    model_logprob: list[float] = field(default_factory=list)

    @property
    def sequence_logprob(self) -> float:
        """log p(tokens | prompt) under the language model itself."""
        return sum(self.model_logprob)


def nucleus(z: torch.Tensor, p: float) -> torch.Tensor:
    order = z.argsort(descending=True)
    mass = z[order].softmax(-1).cumsum(-1)
    drop = order[(mass - z[order].softmax(-1)) > p]
    return z.index_fill(0, drop, float("-inf"))


@torch.no_grad()
def sample(net, prompt: torch.Tensor, eos: int, cfg: SamplerConfig) -> Trace:
    net.eval()
    trace, ids = Trace(), prompt.clone()
    for _ in range(cfg.max_tokens):
        z = net(ids[None]).logits[0, -1].float()
        z = nucleus(z / cfg.temperature, cfg.top_p)  # expect-near: SEQ110
        lp = z.log_softmax(-1)  # expect: SEQ110
        nxt = int(torch.multinomial(lp.exp(), 1))
        trace.tokens.append(nxt)
        trace.model_logprob.append(lp[nxt].item())  # expect-near: SEQ110
        if nxt == eos:
            break
        ids = torch.cat([ids, ids.new_tensor([nxt])])
    return trace
