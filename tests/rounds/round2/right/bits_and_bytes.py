"""Bits per byte and bits per character from natural-log scores."""
import math
from dataclasses import dataclass

LN2 = math.log(2)


@dataclass
class Scored:
    text: str
    nll: float

    @property
    def n_bytes(self) -> int:
        return len(self.text.encode("utf-8"))


def bits_per_byte(docs):
    return sum(d.nll for d in docs) / LN2 / max(sum(d.n_bytes for d in docs), 1)


def bits_per_character(docs):
    return sum(d.nll for d in docs) / (LN2 * max(sum(len(d.text) for d in docs), 1))
