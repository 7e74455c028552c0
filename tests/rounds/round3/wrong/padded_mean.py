"""Length-normalised scores of several options.

# bug: the masked values are averaged over the padded width instead of each row's own length
"""
import torch
import torch.nn as nn


class OptionScorer(nn.Module):
    def __init__(self, lm):
        super().__init__()
        self.lm = lm
        self.xent = nn.CrossEntropyLoss(reduction="none")

    def forward(self, ids, attention_mask, option_mask):
        z = self.lm(ids, attention_mask=attention_mask).logits[:, :-1].float()
        nll = self.xent(z.transpose(1, 2), ids[:, 1:])
        nll = nll.masked_fill(option_mask[:, 1:] == 0, 0.0)
        return -nll.mean(dim=1)  # expect: SEQ303

    @torch.no_grad()
    def best(self, batch):
        return int(self(**batch).argmax())
