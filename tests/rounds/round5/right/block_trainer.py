"""Continued pre-training on fixed blocks. The model shifts labels internally."""
import math

import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM


def perplexity(nats):
    return math.exp(nats) if nats < 50 else math.inf


class BlockTrainer:
    def __init__(self, ckpt, blocks, lr=1e-5):
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt)
        self.opt = torch.optim.AdamW(self.lm.parameters(), lr=lr)
        self.loader = DataLoader(blocks, batch_size=8, shuffle=True, drop_last=True)

    def epoch(self):
        self.lm.train()
        for n, block in enumerate(self.loader):
            loss = self.lm(input_ids=block, labels=block).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.lm.parameters(), 1.0)
            self.opt.step()
            self.opt.zero_grad()
            if n % 100 == 0:
                print(n, loss.item(), perplexity(loss.item()))
