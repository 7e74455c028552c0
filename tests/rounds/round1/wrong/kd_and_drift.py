"""Distillation step and drift report.

# bug: the student's side of kl_div is a probability distribution instead of its logarithm; the KLDivLoss target is in log space although log_target is not set.
"""
import torch
import torch.nn.functional as F
from torch import nn


def distill_step(student, teacher, batch, optimizer, tau=2.0):
    s = student(**batch).logits
    with torch.no_grad():
        t = teacher(**batch).logits
    keep = batch["attention_mask"].bool()
    s, t = s[keep], t[keep]
    q = torch.softmax(s / tau, dim=-1)
    p = torch.softmax(t / tau, dim=-1)
    loss = F.kl_div(q, p, reduction="batchmean") * tau ** 2  # expect: SEQ114
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return loss.detach()


class DriftMonitor:
    def __init__(self, base, tuned):
        self.base, self.tuned = base, tuned
        self.div = nn.KLDivLoss(reduction="sum")
        self.norm = nn.LogSoftmax(dim=-1)

    @torch.no_grad()
    def kl(self, ids):
        """Summed KL(base || tuned) over the positions of one text and the number of positions."""
        a = self.norm(self.base(input_ids=ids).logits.float())
        b = self.norm(self.tuned(input_ids=ids).logits.float())
        return self.div(b, a).item(), ids.size(1)  # expect: SEQ114

    def report(self, texts):
        tot = pos = 0
        for ids in texts:
            k, n = self.kl(ids)
            tot, pos = tot + k, pos + n
        return tot / max(pos, 1)
