"""Bits per byte of a text file.
# bug: nats per byte are returned as bits per byte.
"""
import pathlib
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def bits_per_byte(lm, tok, text: str) -> float:
    enc = tok(text, return_tensors="pt", truncation=False)
    with torch.no_grad():
        lp = lm(**enc).logits[:, :-1].float().log_softmax(-1)
    nats = -lp.gather(-1, enc.input_ids[:, 1:, None]).sum().item()
    return nats / len(text.encode("utf-8"))  # expect: SEQ412


if __name__ == "__main__":
    t = AutoTokenizer.from_pretrained(sys.argv[1])
    m = AutoModelForCausalLM.from_pretrained(sys.argv[1]).eval()
    print("bpb", bits_per_byte(m, t, pathlib.Path(sys.argv[2]).read_text()))
