"""Collate instruction data for AutoModelForCausalLM.

# bug: the collator moves the labels one to the left, the model then moves them again
"""
from dataclasses import dataclass

import torch
from transformers import AutoModelForCausalLM

IGNORE = -100


@dataclass
class Collator:
    pad_id: int

    def __call__(self, rows):
        width = max(len(r["ids"]) for r in rows)
        ids = torch.full((len(rows), width), self.pad_id)
        labels = torch.full((len(rows), width), IGNORE)
        attn = torch.zeros(len(rows), width, dtype=torch.long)
        for i, r in enumerate(rows):
            n, p = len(r["ids"]), r["prompt_len"]
            ids[i, :n] = torch.tensor(r["ids"])
            attn[i, :n] = 1
            labels[i, p - 1 : n - 1] = ids[i, p:n]  # expect-near: SEQ202
        return {"input_ids": ids, "attention_mask": attn, "labels": labels}


def batch_loss(name, rows, pad_id):
    model = AutoModelForCausalLM.from_pretrained(name)
    batch = Collator(pad_id)(rows)
    return model(**batch).loss  # expect: SEQ202
