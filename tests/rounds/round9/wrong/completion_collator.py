"""Collator for completion-only fine-tuning and evaluation.

# bug: pad and eos share an id, so blanking labels by pad id also drops the real end-of-sequence token.
"""
from dataclasses import dataclass
from typing import Any, Dict, List

import torch
from transformers import AutoTokenizer, PreTrainedTokenizerBase


def load_tokenizer(name: str) -> PreTrainedTokenizerBase:
    tokenizer = AutoTokenizer.from_pretrained(name)
    tokenizer.pad_token = tokenizer.eos_token  # expect-near: SEQ304
    tokenizer.padding_side = "right"
    return tokenizer


@dataclass
class CompletionCollator:
    """Pads ``input_ids`` (prompt, completion, eos) and builds labels for the completion."""

    tokenizer: PreTrainedTokenizerBase
    ignore_index: int = -100

    def __call__(self, features: List[Dict[str, Any]]) -> Dict[str, torch.Tensor]:
        batch = self.tokenizer.pad(
            [{"input_ids": f["input_ids"]} for f in features],
            return_tensors="pt",
        )
        labels = batch["input_ids"].clone()
        for row, feature in enumerate(features):
            labels[row, : feature["prompt_length"]] = self.ignore_index
        labels[labels == self.tokenizer.pad_token_id] = self.ignore_index  # expect: SEQ304
        batch["labels"] = labels
        return batch


def build(name: str) -> CompletionCollator:
    return CompletionCollator(load_tokenizer(name))
