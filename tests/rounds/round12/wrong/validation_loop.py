"""Validation pass used by our fine-tuning jobs; reports token perplexity of the responses.

# bug: batch means are averaged without weights although every batch has another number of response tokens.
# bug: math.exp raises OverflowError when a diverged run has a large loss.
"""
import logging
import math

import torch

log = logging.getLogger(__name__)


class Validator:
    def __init__(self, model, loader, device="cuda"):
        self.model, self.loader, self.device = model, loader, device

    def _to(self, batch):
        return {k: v.to(self.device) for k, v in batch.items()}

    @torch.no_grad()
    def run(self, step: int) -> dict:
        """Batches hold input_ids, attention_mask and labels; prompts and padding are -100 in the labels."""
        self.model.eval()
        seen = []
        for batch in self.loader:
            seen.append(self.model(**self._to(batch)).loss.item())
        self.model.train()
        nll = sum(seen) / len(seen)  # expect: SEQ409
        ppl = math.exp(nll)  # expect: SEQ609
        log.info("step %d: nll %.4f, ppl %.2f", step, nll, ppl)
        return {"eval/nll": nll, "eval/ppl": ppl}
