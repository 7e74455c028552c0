"""Lightning-ish evaluation module for minimal pairs.

# bug: the reduction has no axis, all sentences of the batch end up in one number
"""
import torch
from torch import nn


class PairEval(nn.Module):
    def __init__(self, lm, pad_id):
        super().__init__()
        self.lm = lm
        self.pad_id = pad_id
        self.xent = nn.CrossEntropyLoss(reduction="none")
        self.n = 0
        self.right = 0

    def logprob(self, ids, mask):
        """Log-probability of every sentence of the batch."""
        z = self.lm(input_ids=ids, attention_mask=mask).logits[:, :-1]
        y = ids[:, 1:]
        nll = self.xent(z.reshape(-1, z.size(-1)), y.reshape(-1)).view_as(y)
        return -(nll * mask[:, 1:]).sum()  # expect: SEQ408

    @torch.no_grad()
    def update(self, good, bad):
        a = self.logprob(good["input_ids"], good["attention_mask"])
        b = self.logprob(bad["input_ids"], bad["attention_mask"])
        self.right += int((a > b).sum())  # expect-near: SEQ408
        self.n += good["input_ids"].shape[0]

    def compute(self):
        return self.right / max(self.n, 1)
