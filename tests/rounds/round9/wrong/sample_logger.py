"""Trainer callback that logs how sure the policy is of its greedy samples.

# bug: transition scores of greedy search are unnormalised logits here; the running figure is also divided at every step.
"""
import logging

import torch
from transformers import TrainerCallback

log = logging.getLogger(__name__)


class SampleConfidenceCallback(TrainerCallback):
    """Every evaluation, decode a handful of prompts and log the mean sequence log-prob."""

    def __init__(self, prompt_loader, eos_token_id, max_new_tokens=64):
        self.prompt_loader = prompt_loader
        self.eos = eos_token_id
        self.max_new_tokens = max_new_tokens

    @torch.no_grad()
    def _sequence_logps(self, model, batch):
        gen = model.generate(
            **batch,
            do_sample=False,
            num_beams=1,
            max_new_tokens=self.max_new_tokens,
            return_dict_in_generate=True,
            output_scores=True,
        )
        steps = model.compute_transition_scores(gen.sequences, gen.scores)  # expect: SEQ111
        new = gen.sequences[:, batch["input_ids"].shape[1]:]
        is_eos = new.eq(self.eos).long()
        done_before = (is_eos.cumsum(1) - is_eos).bool()
        return steps.masked_fill(done_before, 0.0).sum(1)

    def on_evaluate(self, args, state, control, model=None, **kwargs):
        values = []
        for batch in self.prompt_loader:
            batch = {k: v.to(model.device) for k, v in batch.items()}
            values.extend(self._sequence_logps(model, batch).tolist())
        average = 0.0
        for v in values:
            average += v
            average /= len(values)  # expect: SEQ417
        log.info("step %d: mean greedy log-prob %.3f", state.global_step, average)
