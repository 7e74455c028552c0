"""How many bits would an arithmetic coder driven by the LM need for each file?

# bug: the mean loss is multiplied by all N tokens although only N-1 of them were scored
"""
import math
import pathlib
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LN2 = math.log(2)


def file_bits(path, tok, net, limit=1024):
    """Code length in bits of the file's tokens after the first."""
    text = path.read_text(encoding="utf-8")
    ids = tok(text, return_tensors="pt", truncation=True, max_length=limit).input_ids
    with torch.inference_mode():
        mean_nats = net(ids, labels=ids).loss.item()
    n = ids.numel()  # expect-near: SEQ403
    return mean_nats * n / LN2  # expect: SEQ403


def run(folder, ckpt="gpt2"):
    tok = AutoTokenizer.from_pretrained(ckpt)
    net = AutoModelForCausalLM.from_pretrained(ckpt).eval()
    for p in sorted(pathlib.Path(folder).glob("*.txt")):
        bits = file_bits(p, tok, net)
        print(f"{p.name}\t{bits:.1f}")


if __name__ == "__main__":
    run(*sys.argv[1:])
