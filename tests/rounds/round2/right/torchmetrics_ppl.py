"""torchmetrics' Perplexity takes logits and does not shift."""
import torch
from torchmetrics.text import Perplexity


class Evaluator:
    def __init__(self, lm):
        self.lm = lm.eval()
        self.metric = Perplexity(ignore_index=-100)

    @torch.no_grad()
    def run(self, loader):
        self.metric.reset()
        for batch in loader:
            z = self.lm(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
            self.metric.update(z[:, :-1].float(), batch["labels"][:, 1:])
        return float(self.metric.compute())
