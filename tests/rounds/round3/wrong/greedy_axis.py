"""loglikelihood with the greedy flag.

# bug: the arg-max for the greedy test runs over positions, not over the vocabulary
"""
from typing import List, Tuple

import torch


@torch.no_grad()
def loglikelihood(model, context: List[int], target: List[int]) -> Tuple[float, bool]:
    x = torch.tensor(context + target[:-1])[None]
    table = model(x).logits[:, -len(target):].float().log_softmax(dim=2)
    y = torch.tensor(target)[None]
    picked = table.argmax(dim=1)[:, : len(target)]  # expect-near: SEQ505
    greedy = torch.equal(picked, y)  # expect: SEQ505
    return table.gather(2, y[..., None]).sum().item(), greedy
