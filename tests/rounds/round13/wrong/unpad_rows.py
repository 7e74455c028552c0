"""Remove padding before scoring so that a ragged batch needs no mask afterwards.

Vocabulary: GPT-2, where id 0 is the exclamation mark.

# bug: positions are kept where id times mask is not zero, which also deletes every exclamation mark.
"""
from typing import Iterator, List

import torch
from torch import Tensor


class RaggedScorer:
    def __init__(self, model):
        self.model = model
        self.model.eval()

    @staticmethod
    def rows(ids: Tensor, mask: Tensor) -> Iterator[Tensor]:
        filled = ids * mask
        for row in filled:
            yield row[row != 0]  # expect: SEQ317

    @torch.no_grad()
    def perplexities(self, ids: Tensor, mask: Tensor) -> List[float]:
        """exp(mean NLL) for every row, the first token unscored."""
        result = []
        for seq in self.rows(ids, mask):
            if seq.numel() < 2:
                result.append(float("nan"))
                continue
            z = self.model(seq[None]).logits[0, :-1]
            nll = torch.nn.functional.cross_entropy(z.float(), seq[1:])
            result.append(nll.exp().item())
        return result


def histogram(values: List[float], edges=(0, 10, 20, 50, 100, 1000)):
    t = torch.tensor(values)
    return {f"<{hi}": int(((t >= lo) & (t < hi)).sum()) for lo, hi in zip(edges, edges[1:])}
