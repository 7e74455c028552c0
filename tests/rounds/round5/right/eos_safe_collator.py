"""Collator for plain-text fine-tuning where pad and eos are the same id: labels follow the attention mask."""
from typing import Any, Dict, List

import torch
from transformers import AutoTokenizer


class TextCollator:
    def __init__(self, name="gpt2", limit=512):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.tok.pad_token = self.tok.eos_token
        self.limit = limit

    def __call__(self, examples: List[Dict[str, Any]]) -> Dict[str, torch.Tensor]:
        batch = self.tok(
            [e["text"] + self.tok.eos_token for e in examples],
            padding=True,
            truncation=True,
            max_length=self.limit,
            return_tensors="pt",
        )
        batch["labels"] = torch.where(
            batch["attention_mask"].bool(), batch["input_ids"], torch.full_like(batch["input_ids"], -100)
        )
        return batch
