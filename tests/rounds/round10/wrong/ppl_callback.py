"""Trainer callback that logs held-out perplexity on fixed blocks.

# bug: the labels are shifted here and once more inside the causal LM.
"""
import math

import torch
from transformers import TrainerCallback


class HeldOutPerplexity(TrainerCallback):
    def __init__(self, blocks, every=500):
        self.blocks = blocks  # LongTensor [N, block], no padding
        self.every = every

    def on_step_end(self, args, state, control, model=None, **kw):
        if state.global_step % self.every:
            return
        was = model.training
        model.eval()
        acc = 0.0
        with torch.no_grad():
            for block in self.blocks.split(1):
                block = block.to(model.device)
                source, goal = block[:, :-1].contiguous(), block[:, 1:].contiguous()
                acc += model(input_ids=source, labels=goal).loss.item()  # expect: SEQ202
        model.train(was)
        mean = acc / len(self.blocks)
        state.log_history.append({"step": state.global_step, "heldout_ppl": math.exp(min(mean, 80.0))})
