"""Collator for fine-tuning with pad = eos; ignored positions come from the attention mask."""
from transformers import AutoTokenizer


class Collate:
    def __init__(self, name, limit=1024):
        self.tok = AutoTokenizer.from_pretrained(name)
        if self.tok.pad_token is None:
            self.tok.pad_token = self.tok.eos_token
        self.limit = limit

    def __call__(self, rows):
        batch = self.tok([r["text"] + self.tok.eos_token for r in rows], padding=True, truncation=True,
                         max_length=self.limit, return_tensors="pt")
        batch["labels"] = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
        return batch
