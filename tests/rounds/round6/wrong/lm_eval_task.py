"""Validation perplexity after each LoRA epoch, on a packed memmap of token ids.

# bug: labels are moved by one before they reach a model that moves them itself
"""
import logging

import numpy as np
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

logger = logging.getLogger(__name__)


class PackedEval:
    def __init__(self, memmap, seq_len=1024):
        data = np.memmap(memmap, dtype=np.uint16, mode="r")
        self.n = (len(data) - 1) // seq_len
        self.data, self.seq_len = data, seq_len

    def __iter__(self):
        for i in range(self.n):
            a = i * self.seq_len
            chunk = np.asarray(self.data[a : a + self.seq_len + 1], dtype=np.int64)
            yield torch.from_numpy(chunk)[None]


def perplexity(model, loader, device):
    model.eval()
    losses = []
    for chunk in loader:
        chunk = chunk.to(device)
        feed, goal = chunk[:, :-1], chunk[:, 1:]
        with torch.no_grad():
            step = model(input_ids=feed, labels=goal)  # expect: SEQ202
        losses.append(step.loss.float())
    return torch.stack(losses).mean().exp().item()


def main(base, adapters, memmap, device="cuda"):
    loader = PackedEval(memmap)
    for path in adapters:
        lm = AutoModelForCausalLM.from_pretrained(base).to(device)
        lm = PeftModel.from_pretrained(lm, path)
        logger.info("%s ppl=%.3f", path, perplexity(lm, loader, device))
