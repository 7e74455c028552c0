"""Token-weighted validation loss of the response tokens."""
import math
from dataclasses import dataclass

import torch


@dataclass
class Meter:
    nll: float = 0.0
    n: int = 0

    def update(self, mean_loss, labels):
        k = int((labels[:, 1:] != -100).sum())
        self.nll += float(mean_loss) * k
        self.n += k

    def result(self):
        avg = self.nll / max(self.n, 1)
        return {"nll": avg, "ppl": math.exp(avg) if avg < 100 else math.inf}


@torch.no_grad()
def validate(model, loader, device):
    was_training = model.training
    model.eval()
    meter = Meter()
    for batch in loader:
        batch = {k: v.to(device) for k, v in batch.items()}
        if not (batch["labels"][:, 1:] != -100).any():
            continue
        meter.update(model(**batch).loss, batch["labels"])
    model.train(was_training)
    return meter.result()
