"""Length-normalised beam selection.

# bug: the probability is divided by the length; normalisation belongs to the log-probability
"""
import heapq
import math
from dataclasses import dataclass


@dataclass
class Beam:
    ids: tuple
    logprob: float

    def normalised(self) -> float:
        return math.exp(self.logprob) / max(len(self.ids), 1)  # expect: SEQ406


def finish(beams, n_best=3):
    """Finished hypotheses, best first; ids hold generated tokens only."""
    return heapq.nlargest(n_best, beams, key=Beam.normalised)
