"""Validation perplexity of a trainer.
# bug: batch means with different token counts are averaged without weights.
"""
import torch


class Evaluator:
    def __init__(self, model, loader):
        self.model, self.loader = model, loader

    @torch.no_grad()
    def validation_nll(self):
        """Token-level NLL over the validation set; batches are padded to their longest row."""
        self.model.eval()
        per_batch = []
        for batch in self.loader:
            y = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
            out = self.model(batch["input_ids"], attention_mask=batch["attention_mask"], labels=y)
            per_batch.append(out.loss)
        return torch.stack(per_batch).mean()  # expect: SEQ409

    def perplexity(self):
        return self.validation_nll().exp().item()  # expect-near: SEQ409
