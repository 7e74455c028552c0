"""Training loop for continued pre-training on in-house code.

# bug: the labels are already shifted by one in `split`, and the causal model shifts them again; math.exp of a diverged loss raises OverflowError and ends the run
"""
import itertools
import math

import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, get_cosine_schedule_with_warmup


def split(block):
    return block[:, :-1].contiguous(), block[:, 1:].contiguous()  # expect-near: SEQ202


class Pretrainer:
    def __init__(self, ckpt, blocks, lr=1e-5, total=10_000, bs=4):
        self.acc = Accelerator()
        model = AutoModelForCausalLM.from_pretrained(ckpt)
        opt = torch.optim.AdamW(model.parameters(), lr=lr, betas=(0.9, 0.95))
        sched = get_cosine_schedule_with_warmup(opt, 200, total)
        loader = DataLoader(blocks, batch_size=bs, shuffle=True, drop_last=True)
        self.model, self.opt, self.sched, self.loader = self.acc.prepare(model, opt, sched, loader)
        self.total = total

    def run(self):
        self.model.train()
        stream = itertools.chain.from_iterable(itertools.repeat(self.loader))
        for step, block in enumerate(itertools.islice(stream, self.total)):
            x, y = split(block)
            loss = self.model(input_ids=x, labels=y).loss  # expect: SEQ202
            self.acc.backward(loss)
            self.acc.clip_grad_norm_(self.model.parameters(), 1.0)
            self.opt.step()
            self.sched.step()
            self.opt.zero_grad()
            if step % 50 == 0:
                v = loss.item()
                self.acc.print(step, f"loss {v:.3f}", f"ppl {math.exp(v):.1f}")  # expect: SEQ609
