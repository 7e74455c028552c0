"""Corpus perplexity from a validation loop.

# bug: batch losses are averaged with equal weight although batches hold different numbers of tokens
"""
import torch


class Evaluator:
    def __init__(self, model, loader):
        self.model, self.loader = model, loader

    @torch.no_grad()
    def run(self):
        self.model.eval()
        losses = []
        for batch in self.loader:
            labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
            out = self.model(batch["input_ids"], attention_mask=batch["attention_mask"], labels=labels)
            losses.append(out.loss)  # expect-near: SEQ409
        nll = torch.stack(losses).mean()  # expect: SEQ409
        return {"nll": nll.item(), "perplexity": nll.exp().item()}
