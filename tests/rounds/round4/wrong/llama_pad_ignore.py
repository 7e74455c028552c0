"""Evaluation loss of a chat model with its EOS as padding.
# bug: ignore_index is the pad id, which is the EOS id as well, so the model's stopping is never scored.
"""
import torch
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer


def evaluate(path, texts):
    tok = AutoTokenizer.from_pretrained(path)
    if tok.pad_token is None:
        tok.pad_token_id = tok.eos_token_id  # expect-near: SEQ304
    lm = AutoModelForCausalLM.from_pretrained(path).eval()
    criterion = nn.CrossEntropyLoss(ignore_index=tok.pad_token_id, reduction="sum")  # expect: SEQ304
    total, count = 0.0, 0
    for text in texts:
        enc = tok(text + tok.eos_token, return_tensors="pt")
        with torch.no_grad():
            z = lm(**enc).logits[0, :-1].float()
        y = enc.input_ids[0, 1:]
        total += criterion(z, y).item()  # expect-near: SEQ304
        count += int((y != tok.pad_token_id).sum())  # expect-near: SEQ304
    return total / max(count, 1)
