"""Pads (prompt, completion, eos) rows; eos doubles as the padding token."""
from dataclasses import dataclass

import torch
from transformers import AutoTokenizer, PreTrainedTokenizerBase


def load_tokenizer(name):
    tok = AutoTokenizer.from_pretrained(name, padding_side="right")
    tok.pad_token = tok.eos_token
    return tok


@dataclass
class ReplyCollator:
    tokenizer: PreTrainedTokenizerBase
    ignore_index: int = -100

    def __call__(self, features):
        batch = self.tokenizer.pad([{"input_ids": f["input_ids"]} for f in features], return_tensors="pt")
        labels = torch.where(
            batch["attention_mask"].bool(), batch["input_ids"], torch.tensor(self.ignore_index)
        )
        for row, f in zip(labels, features):
            row[: f["prompt_length"]] = self.ignore_index
        batch["labels"] = labels
        return batch
