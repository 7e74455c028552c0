"""One step of word-level knowledge distillation.

# bug: the teacher's distribution is given in log space but kl_div is not told so
"""
from typing import Dict

import torch
import torch.nn.functional as F


class Distiller:
    def __init__(self, student, teacher, optim, tau: float = 2.0, mix: float = 0.5):
        self.student, self.teacher = student, teacher.eval()
        self.optim, self.tau, self.mix = optim, tau, mix

    def soft_loss(self, zs, zt):
        ls = F.log_softmax(zs / self.tau, dim=-1)
        lt = F.log_softmax(zt / self.tau, dim=-1)
        return self.tau ** 2 * F.kl_div(ls, lt, reduction="batchmean")  # expect: SEQ114

    def step(self, batch: Dict[str, torch.Tensor]) -> float:
        ids, att, lab = batch["input_ids"], batch["attention_mask"], batch["labels"]
        zs = self.student(input_ids=ids, attention_mask=att).logits[:, :-1]
        with torch.no_grad():
            zt = self.teacher(input_ids=ids, attention_mask=att).logits[:, :-1]
        y = lab[:, 1:]
        m = y.ne(-100)
        hard = F.cross_entropy(zs[m], y[m])
        loss = self.mix * hard + (1 - self.mix) * self.soft_loss(zs[m], zt[m])
        self.optim.zero_grad()
        loss.backward()
        self.optim.step()
        return loss.item()
