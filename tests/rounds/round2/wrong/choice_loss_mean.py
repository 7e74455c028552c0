"""Per-choice loss with ignored positions.

# bug: with reduction none the ignored positions are zeros, and mean(1) divides by them too
"""
import torch
from torch import nn


class ChoiceLoss(nn.Module):
    def __init__(self, lm):
        super().__init__()
        self.lm = lm
        self.ce = nn.CrossEntropyLoss(ignore_index=-100, reduction="none")

    def forward(self, input_ids, attention_mask, labels):
        """Mean nats per answer token of each choice."""
        z = self.lm(input_ids=input_ids, attention_mask=attention_mask).logits.float()
        per = self.ce(z[:, :-1].transpose(1, 2), labels[:, 1:])
        return per.mean(1)  # expect: SEQ303

    @torch.no_grad()
    def predict(self, **kw):
        return self(**kw).argmin().item()
