"""Length-normalised beam rescoring on log-probabilities."""
from dataclasses import dataclass, field


@dataclass
class Beam:
    tokens: list = field(default_factory=list)
    logp: float = 0.0

    def extend(self, tok, lp):
        return Beam(self.tokens + [tok], self.logp + lp)

    def score(self, alpha=1.0):
        return self.logp / max(len(self.tokens), 1) ** alpha


def finish(beams, alpha=0.6):
    return max(beams, key=lambda b: b.score(alpha))
