"""Logs the mean log-prob of greedy samples during training."""
import logging

import torch
from transformers import TrainerCallback

log = logging.getLogger(__name__)


class GreedyLogger(TrainerCallback):
    def __init__(self, loader, eos_token_id, max_new_tokens=64):
        self.loader, self.eos, self.budget = loader, eos_token_id, max_new_tokens

    @torch.no_grad()
    def sequence_logps(self, model, batch):
        """Summed log-prob of each greedy completion up to and including its eos."""
        start = batch["input_ids"].shape[1]
        out = model.generate(
            **batch,
            do_sample=False,
            max_new_tokens=self.budget,
            return_dict_in_generate=True,
            output_scores=True,
        )
        steps = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
        hit = out.sequences[:, start:].eq(self.eos)
        after = (hit.cumsum(1) - hit.long()) > 0
        return steps.masked_fill(after, 0.0).sum(dim=1)

    def on_evaluate(self, args, state, control, model=None, **kwargs):
        total, n = 0.0, 0
        for batch in self.loader:
            batch = {k: v.to(model.device) for k, v in batch.items()}
            v = self.sequence_logps(model, batch)
            total += v.sum().item()
            n += v.numel()
        if n:
            log.info("step %d: %.3f nats per greedy sample", state.global_step, total / n)
