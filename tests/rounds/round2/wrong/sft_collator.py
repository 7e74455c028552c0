"""Collator for supervised fine-tuning.

# bug: pad_token is eos_token, and labels equal to it are ignored, so the real end token is never scored
"""
import torch
from transformers import AutoTokenizer


class Collator:
    def __init__(self, name, limit=1024):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.tok.pad_token = self.tok.eos_token  # expect-near: SEQ304
        self.limit = limit

    def __call__(self, rows):
        texts = [r["text"] + self.tok.eos_token for r in rows]
        batch = self.tok(texts, padding=True, truncation=True, max_length=self.limit, return_tensors="pt")
        y = batch["input_ids"].clone()
        y[y == self.tok.pad_token_id] = -100  # expect: SEQ304
        batch["labels"] = y
        return batch


def loader(rows, name, size=8):
    return torch.utils.data.DataLoader(rows, batch_size=size, collate_fn=Collator(name))
