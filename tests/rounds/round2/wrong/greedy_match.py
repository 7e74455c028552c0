"""is_greedy of the harness adapter.

# bug: the arg-max is taken over time, axis 1 of (batch, time, vocabulary), so the flag is practically never true
"""
from typing import List, Tuple

import torch


class GreedyAdapter:
    def __init__(self, model):
        self.model = model

    @torch.no_grad()
    def score(self, requests: List[Tuple[list, list]]) -> List[Tuple[float, bool]]:
        """requests: (context ids, continuation ids), both non-empty."""
        res = []
        for ctx, cont in requests:
            inp = torch.tensor([ctx + cont])
            z = self.model(inp).logits[:, len(ctx) - 1:-1].float()
            y = torch.tensor([cont])
            lp = z.log_softmax(dim=2).gather(2, y.unsqueeze(2)).squeeze(2)
            best = z.argmax(dim=1)  # expect: SEQ505
            res.append((lp.sum(dim=1).item(), torch.equal(best, y)))  # expect-near: SEQ505
        return res
