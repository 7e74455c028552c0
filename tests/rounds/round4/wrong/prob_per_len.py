"""Length-normalised beam rescoring.
# bug: the sequence's probability, not its log-probability, is divided by the length.
"""
from dataclasses import dataclass, field
import math


@dataclass
class Beam:
    tokens: list = field(default_factory=list)
    logp: float = 0.0

    def extend(self, tok: int, lp: float) -> "Beam":
        return Beam(self.tokens + [tok], self.logp + lp)

    @property
    def normalised(self) -> float:
        return math.exp(self.logp) / max(len(self.tokens), 1)  # expect: SEQ406


def finish(beams):
    return max(beams, key=lambda b: b.normalised)  # expect-near: SEQ406
