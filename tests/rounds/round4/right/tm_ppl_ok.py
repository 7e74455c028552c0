"""Validation loop: torchmetrics' Perplexity takes logits (log-probs do as well) and does not shift."""
import torch
from torchmetrics.text import Perplexity


class Validator:
    def __init__(self, model):
        self.model = model
        self.ppl = Perplexity(ignore_index=-100)

    @torch.no_grad()
    def step(self, batch):
        out = self.model(batch["input_ids"], attention_mask=batch["attention_mask"])
        self.ppl.update(out.logits.float()[:, :-1], batch["labels"][:, 1:])

    @torch.no_grad()
    def step_log(self, batch):
        out = self.model(batch["input_ids"], attention_mask=batch["attention_mask"])
        lp = out.logits.float().log_softmax(-1)
        self.ppl.update(lp[:, :-1], batch["labels"][:, 1:])
