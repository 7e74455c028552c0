"""DPO loss; with average=True the length-normalised variant of Tulu 3 is used."""
import torch
import torch.nn.functional as F
from torch import nn


class DPOCore(nn.Module):
    def __init__(self, actor, anchor, beta=0.1, average=False):
        super().__init__()
        self.actor = actor
        self.anchor = anchor.eval().requires_grad_(False)
        self.beta = beta
        self.average = average

    def logps(self, net, ids, att, labels):
        z = net(input_ids=ids, attention_mask=att).logits
        y = labels[:, 1:].clone()
        m = y != -100
        y[~m] = 0
        t = z[:, :-1].float().log_softmax(-1).gather(-1, y[..., None]).squeeze(-1)
        s = torch.where(m, t, 0.0).sum(-1)
        return s / m.sum(-1).clamp(min=1) if self.average else s

    def forward(self, batch):
        halves = (batch["ids"], batch["att"], batch["labels"])
        cur_w, cur_l = self.logps(self.actor, *halves).chunk(2)
        with torch.no_grad():
            old_w, old_l = self.logps(self.anchor, *halves).chunk(2)
        logits = (cur_w - cur_l) - (old_w - old_l)
        return -F.logsigmoid(self.beta * logits).mean(), logits.detach()
