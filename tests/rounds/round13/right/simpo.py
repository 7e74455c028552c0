"""SimPO loss: the reward is the average log-probability of the answer's tokens, no reference model."""
from dataclasses import dataclass

import torch
import torch.nn.functional as F


@dataclass
class SimPOLoss:
    beta: float = 2.0
    gamma: float = 1.0
    ignore: int = -100

    def average(self, logits, labels):
        labels = labels[:, 1:].clone()
        mask = labels != self.ignore
        labels[~mask] = 0
        lps = logits[:, :-1].float().log_softmax(-1)
        lps = torch.take_along_dim(lps, labels.unsqueeze(-1), dim=-1).squeeze(-1)
        return (lps * mask).sum(-1) / mask.sum(-1).clamp(min=1)

    def __call__(self, model, batch):
        out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
        good, bad = self.average(out.logits, batch["labels"]).chunk(2)
        logits = self.beta * (good - bad) - self.gamma
        loss = -F.logsigmoid(logits).mean()
        return loss, {
            "margin": (good - bad).mean().item(),
            "accuracy": (good > bad).float().mean().item(),
            "raw_output": out.logits.detach().mean().item(),
        }
