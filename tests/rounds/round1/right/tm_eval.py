"""Perplexity via torchmetrics (it expects logits and does not shift)."""
import torch
from torchmetrics.text import Perplexity


class Validation:
    def __init__(self, lm, device="cpu"):
        self.lm = lm.to(device).eval()
        self.metric = Perplexity(ignore_index=-100).to(device)
        self.device = device

    @torch.no_grad()
    def run(self, loader):
        self.metric.reset()
        for b in loader:
            ids = b["input_ids"].to(self.device)
            attn = b["attention_mask"].to(self.device)
            preds = self.lm(input_ids=ids, attention_mask=attn).logits.float()
            target = ids.masked_fill(attn == 0, -100)
            self.metric.update(preds[:, :-1].contiguous(), target[:, 1:].contiguous())
        return self.metric.compute().item()
