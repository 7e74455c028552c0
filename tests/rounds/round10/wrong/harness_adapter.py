"""Adapter that lets the evaluation harness talk to our in-house decoder.

Requests arrive encoded: `context` and `continuation` are slices of one
encoding of the whole text.

# bug: the log-likelihood adds up the context's tokens too, and is_greedy is true when every token differs from the argmax
"""
from typing import Iterable, List, Tuple

import torch
from torch.nn import functional as fn


class InHouseAdapter:
    max_length = 2048

    def __init__(self, decoder, device="cuda"):
        self.decoder = decoder.to(device).eval()
        self.device = device

    def _table(self, seq: List[int]) -> torch.Tensor:
        x = torch.tensor([seq], device=self.device)
        with torch.no_grad():
            return fn.log_softmax(self.decoder(x).float(), dim=-1)[0]

    def loglikelihood(self, requests: Iterable[Tuple[List[int], List[int]]]):
        """log P(continuation | context) and whether greedy search yields it."""
        res = []
        for context, continuation in requests:
            seq = (context + continuation)[-self.max_length:]
            table = self._table(seq)[:-1]
            goal = torch.tensor(seq[1:], device=self.device)
            each = table.gather(1, goal[:, None])[:, 0]
            k = len(continuation)
            top = table[-k:].argmax(dim=1)
            is_greedy = bool((top != goal[-k:]).all())  # expect: SEQ505
            res.append((each.sum().item(), is_greedy))  # expect: SEQ301
        return res
