"""Losses of the instruction tuner.

# bug: loss_mask[..., :-1] weights the losses of the tokens [..., 1:]; ignored positions are zeros in the unreduced loss and still counted by mean(1).
"""
import torch
from torch import nn


class AssistantLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.ce = nn.CrossEntropyLoss(reduction="none")

    def forward(self, lm_logits, tokens, loss_mask):
        inp = lm_logits[..., :-1, :].contiguous()
        out = tokens[..., 1:].contiguous()
        per = self.ce(inp.view(-1, inp.size(-1)), out.view(-1))
        w = loss_mask[..., :-1].contiguous().view(-1)  # expect-near: SEQ203
        return (per * w).sum() / w.sum().clamp(min=1)  # expect: SEQ203


CE = nn.CrossEntropyLoss(ignore_index=-100, reduction="none")


@torch.no_grad()
def difficulty(model, loader):
    rows = []
    for batch in loader:
        gold = batch.pop("labels")[:, 1:].contiguous()
        z = model(**batch).logits[:, :-1].float().contiguous()
        flat = CE(z.view(-1, z.shape[-1]), gold.view(-1))
        per_row = flat.view(gold.shape).mean(1)  # expect: SEQ303
        rows.extend(per_row.tolist())
    return rows


def hardest(model, loader, k):
    d = torch.tensor(difficulty(model, loader))
    return d.topk(k).indices.tolist()
