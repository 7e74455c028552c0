"""Collator and sequence scorer for instruction data.

# bug: padding is recognised by its id, which is the id of EOS, so the real end token is masked as well
"""
import torch.nn.functional as F
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("mistralai/Mistral-7B-v0.1")
tokenizer.pad_token = tokenizer.eos_token  # expect-near: SEQ304
tokenizer.padding_side = "right"


class Collate:
    def __init__(self, max_len=1024):
        self.max_len = max_len

    def __call__(self, texts):
        texts = [t + tokenizer.eos_token for t in texts]
        enc = tokenizer(texts, padding=True, truncation=True, max_length=self.max_len, return_tensors="pt")
        y = enc["input_ids"].clone()
        y[y == tokenizer.pad_token_id] = -100  # expect: SEQ304
        enc["labels"] = y
        return enc


def doc_loss(model, batch):
    """Summed NLL per document, the closing token included."""
    z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits.float()
    y = batch["labels"][:, 1:]
    raw = F.cross_entropy(z[:, :-1].flatten(0, 1), y.flatten(), ignore_index=-100, reduction="none")
    return raw.view_as(y).sum(-1)
