"""Collator whose labels follow the attention mask, so that the closing EOS stays in the loss."""
from transformers import AutoTokenizer


class Batcher:
    def __init__(self, name="mistralai/Mistral-7B-v0.1", max_len=1024):
        self.tk = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.tk.pad_token = self.tk.eos_token
        self.max_len = max_len

    def __call__(self, texts):
        enc = self.tk([t + self.tk.eos_token for t in texts], padding=True, truncation=True,
                      max_length=self.max_len, return_tensors="pt")
        enc["labels"] = enc["input_ids"].masked_fill(enc["attention_mask"] == 0, -100)
        return enc
