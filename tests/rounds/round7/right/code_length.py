"""Bits an arithmetic coder driven by the LM needs for the tokens after the first."""
import math
import pathlib

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def code_length(text, tok, net):
    ids = tok(text, return_tensors="pt", truncation=True, max_length=1024).input_ids
    if ids.numel() < 2:
        return 0.0
    with torch.inference_mode():
        nats = net(ids, labels=ids).loss.item() * (ids.shape[1] - 1)
    return nats / math.log(2.0)


def main(folder, ckpt="gpt2"):
    tok = AutoTokenizer.from_pretrained(ckpt)
    net = AutoModelForCausalLM.from_pretrained(ckpt).eval()
    for f in sorted(pathlib.Path(folder).glob("*.txt")):
        print(f.name, round(code_length(f.read_text(encoding="utf-8"), tok, net), 1))


if __name__ == "__main__":
    main("texts")
