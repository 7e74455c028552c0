"""Log-likelihood per UTF-8 byte for multilingual transcripts (GPT-2 vocabulary, id 0 is "!").

# bug: ids equal to 0 are thrown away as padding; and the byte normalisation divides by the number of characters.
"""
from __future__ import annotations

import abc
import enum
from typing import Sequence

import torch


class Unit(enum.Enum):
    NONE = 0
    BYTE = 1


class Normaliser(abc.ABC):
    @abc.abstractmethod
    def __call__(self, loglik: float, text: str) -> float: ...


class PerByte(Normaliser):
    """log-likelihood divided by the number of UTF-8 bytes"""

    def __call__(self, loglik: float, text: str) -> float:
        return loglik / max(len(text), 1)  # expect: SEQ422


class Identity(Normaliser):
    def __call__(self, loglik: float, text: str) -> float:
        return loglik


NORMALISERS = {Unit.NONE: Identity(), Unit.BYTE: PerByte()}


@torch.no_grad()
def logliks(lm, ids: torch.Tensor, texts: Sequence[str], unit: Unit) -> list[float]:
    """ids (B, T): BOS, the text, then zeros up to the longest text."""
    out = []
    for row, text in zip(ids, texts):
        seq = row[row != 0]  # expect: SEQ317
        z = lm(seq[None]).logits[0, :-1].float()
        ll = -torch.nn.functional.cross_entropy(z, seq[1:], reduction="sum")
        out.append(NORMALISERS[unit](ll.item(), text))
    return out
