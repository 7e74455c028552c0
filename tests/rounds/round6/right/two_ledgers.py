"""Sampler that keeps both the model's log-prob and the behaviour policy's log-prob of each token."""
from dataclasses import dataclass, field
from typing import List, Protocol

import torch


class NextToken(Protocol):
    def __call__(self, ids: torch.Tensor) -> torch.Tensor:
        """(1, T) -> logits of the next token, (V,)"""


@dataclass
class Ledger:
    ids: List[int] = field(default_factory=list)
    model_lp: List[float] = field(default_factory=list)
    behaviour_lp: List[float] = field(default_factory=list)


def truncate(z: torch.Tensor, k: int) -> torch.Tensor:
    floor = z.topk(k).values[-1]
    return z.masked_fill(z < floor, float("-inf"))


@torch.no_grad()
def rollout(step: NextToken, prompt: torch.Tensor, eos: int, temperature=0.7, k=50, limit=32) -> Ledger:
    """behaviour_lp is under the tempered, truncated sampling distribution; model_lp under the model."""
    book, ids = Ledger(), prompt[None]
    for _ in range(limit):
        z = step(ids).float()
        base = z.log_softmax(-1)
        used = truncate(z / temperature, k).log_softmax(-1)
        tok = int(torch.distributions.Categorical(logits=used).sample())
        book.ids.append(tok)
        book.model_lp.append(base[tok].item())
        book.behaviour_lp.append(used[tok].item())
        if tok == eos:
            return book
        ids = torch.cat([ids, ids.new_tensor([[tok]])], dim=1)
    return book
