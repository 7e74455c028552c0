"""Implicit rewards of a tuned model against its base on preference pairs.

`span` in a batch is 1 where the token belongs to the response (response padding is 0).
# bug: the span mask is cut like the inputs, its targets like the labels
"""
from typing import Dict

import torch
from torch import Tensor


@torch.inference_mode()
def response_logps(net, batch: Dict[str, Tensor]) -> Tensor:
    logits = net(input_ids=batch["ids"], attention_mask=batch["attn"]).logits.float()
    targets = batch["ids"][:, 1:]
    every = torch.log_softmax(logits[:, :-1], dim=2)
    every = torch.gather(every, 2, targets[:, :, None])[:, :, 0]
    span = batch["span"][:, :-1]  # expect-near: SEQ203
    return (every * span).sum(dim=1)  # expect: SEQ203


def reward_gap(tuned, base, chosen, rejected, beta=0.1):
    r_c = beta * (response_logps(tuned, chosen) - response_logps(base, chosen))
    r_r = beta * (response_logps(tuned, rejected) - response_logps(base, rejected))
    return r_c - r_r


def preference_accuracy(tuned, base, loader):
    tuned.eval(), base.eval()
    n = right = 0
    for chosen, rejected in loader:
        gap = reward_gap(tuned, base, chosen, rejected)
        right += int((gap > 0).sum())
        n += gap.numel()
    return right / n
