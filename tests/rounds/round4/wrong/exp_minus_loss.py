"""Probability of a sentence under GPT-2.
# bug: exp(-loss) is a per-token geometric mean, and it is printed as P(sentence).
"""
import sys

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


def p_sentence(model, tokenizer, sentence: str) -> float:
    """The probability of the sentence, P(w_2 .. w_n | w_1)."""
    ids = tokenizer(sentence, return_tensors="pt").input_ids
    with torch.no_grad():
        outputs = model(ids, labels=ids)
    return torch.exp(-outputs.loss).item()  # expect: SEQ402


if __name__ == "__main__":
    m = GPT2LMHeadModel.from_pretrained("gpt2").eval()
    t = GPT2TokenizerFast.from_pretrained("gpt2")
    for line in sys.stdin:
        print(f"P = {p_sentence(m, t, line.strip()):.3g}")  # expect-near: SEQ402
