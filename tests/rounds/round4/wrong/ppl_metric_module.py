"""Validation loop with torchmetrics.
# bug: probabilities are handed to a Perplexity metric, which applies softmax again.
"""
import torch
from torchmetrics.text import Perplexity


class LMValidator:
    def __init__(self, model, pad_id):
        self.model = model
        self.ppl = Perplexity(ignore_index=pad_id)

    @torch.no_grad()
    def step(self, batch):
        out = self.model(batch["input_ids"], attention_mask=batch["attention_mask"])
        dist = torch.softmax(out.logits.float(), dim=-1)
        self.ppl.update(dist[:, :-1], batch["input_ids"][:, 1:])  # expect: SEQ106
        return dist

    def finish(self):
        value = self.ppl.compute().item()
        self.ppl.reset()
        return value


def validate(model, loader, pad_id):
    v = LMValidator(model, pad_id)
    for batch in loader:
        v.step(batch)
    return v.finish()
