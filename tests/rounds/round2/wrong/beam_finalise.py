"""Finalise beam hypotheses.

# bug: the sequence probability, not the log-probability, is divided by the length
"""
import heapq
import math
from dataclasses import dataclass, field


@dataclass(order=True)
class Beam:
    priority: float
    logprob: float = field(compare=False)
    tokens: tuple = field(compare=False, default=())


class Finaliser:
    def __init__(self, keep=5):
        self.keep = keep
        self.heap = []

    def add(self, token_logps, tokens):
        total = math.fsum(token_logps)
        norm = math.exp(total) / max(len(tokens), 1)  # expect: SEQ406
        heapq.heappush(self.heap, Beam(norm, total, tuple(tokens)))
        if len(self.heap) > self.keep:
            heapq.heappop(self.heap)

    def best(self):
        return max(self.heap).tokens
