"""Length normalisation by characters, UTF-8 bytes or tokens, chosen by config."""
from dataclasses import dataclass
from typing import Callable, Dict, Literal

import torch

Unit = Literal["none", "char", "byte", "token"]


@dataclass(frozen=True)
class Scored:
    text: str
    loglik: float
    n_tokens: int


LENGTH: Dict[str, Callable[[Scored], int]] = {
    "none": lambda s: 1,
    "char": lambda s: len(s.text),
    "byte": lambda s: len(s.text.encode("utf-8")),
    "token": lambda s: s.n_tokens,
}


def normalised(s: Scored, unit: Unit) -> float:
    return s.loglik / max(LENGTH[unit](s), 1)


@torch.no_grad()
def score_rows(lm, ids: torch.Tensor, mask: torch.Tensor, texts) -> list:
    """ids (B, T) begin with BOS and are right-padded; mask marks real tokens."""
    out = []
    for row, m, text in zip(ids, mask.bool(), texts):
        seq = row[m]
        z = lm(seq[None]).logits[0, :-1].float()
        ll = -torch.nn.functional.cross_entropy(z, seq[1:], reduction="sum")
        out.append(Scored(text, ll.item(), seq.numel() - 1))
    return out
