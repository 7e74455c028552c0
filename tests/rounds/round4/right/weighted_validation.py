"""Validation perplexity with token weights."""
import torch


class Evaluator:
    def __init__(self, model, loader):
        self.model, self.loader = model, loader

    @torch.no_grad()
    def perplexity(self):
        self.model.eval()
        s = torch.zeros((), dtype=torch.float64)
        n = 0
        for batch in self.loader:
            y = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
            out = self.model(batch["input_ids"], attention_mask=batch["attention_mask"], labels=y)
            k = int((y[:, 1:] != -100).sum())
            s += out.loss.double().cpu() * k
            n += k
        return torch.exp(s / max(n, 1)).item()
