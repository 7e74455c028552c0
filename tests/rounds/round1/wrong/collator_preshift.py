"""Supervised fine-tuning with a hand-written collator.

# bug: the collator shifts the labels although the causal LM shifts them itself.
"""
from dataclasses import dataclass

import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModelForCausalLM


@dataclass
class ShiftCollator:
    pad: int

    def __call__(self, rows):
        ids = [torch.tensor(r["prompt"] + r["answer"]) for r in rows]
        lab = [torch.tensor([-100] * len(r["prompt"]) + r["answer"]) for r in rows]
        nxt = [torch.cat([l[1:], l.new_tensor([-100])]) for l in lab]  # expect-near: SEQ202
        att = [torch.ones_like(i) for i in ids]
        return {
            "input_ids": pad_sequence(ids, True, self.pad),
            "attention_mask": pad_sequence(att, True, 0),
            "labels": pad_sequence(nxt, True, -100),  # expect-near: SEQ202
        }


def train(name, loader, lr=2e-5):
    net = AutoModelForCausalLM.from_pretrained(name)
    opt = torch.optim.AdamW(net.parameters(), lr=lr)
    for batch in loader:
        loss = net(**batch).loss  # expect: SEQ202
        loss.backward()
        opt.step()
        opt.zero_grad()
    return net


def make_loader(dataset, pad):
    return torch.utils.data.DataLoader(dataset, batch_size=8, shuffle=True, collate_fn=ShiftCollator(pad))
