"""Cheapest (least surprising) completion of a collated batch."""
import torch
import torch.nn.functional as F


class Cheapest:
    """`labels` are -100 on questions and padding, so cross_entropy leaves zeros there."""

    def __init__(self, lm):
        self.lm = lm.eval()

    @torch.no_grad()
    def scores(self, batch):
        z = self.lm(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        y = batch["labels"][:, 1:]
        per = F.cross_entropy(z[:, :-1].float().transpose(1, 2), y, reduction="none")
        return per.sum(1) / y.ne(-100).sum(1).clamp_min(1)

    def __call__(self, batch):
        return self.scores(batch).argmin().item()
