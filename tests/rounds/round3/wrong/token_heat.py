"""Colour tokens by how surprising they are.

# bug: the loop index walks tokens and rows together, so each row meets its own input token
"""
import math
import sys

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


def heat(text):
    tk = GPT2TokenizerFast.from_pretrained("gpt2")
    lm = GPT2LMHeadModel.from_pretrained("gpt2")
    seq = tk.encode(tk.bos_token + text)
    with torch.no_grad():
        rows = torch.log_softmax(lm(torch.tensor([seq])).logits[0], dim=-1)
    cells = []
    for pos, tid in enumerate(seq):
        bits = -rows[pos, tid].item() / math.log(2)  # expect: SEQ201
        cells.append((tk.decode([tid]), bits))
    return cells[1:]


def main():
    for piece, bits in heat(sys.stdin.read().strip()):
        shade = min(255, int(bits * 16))
        print(f"\x1b[48;2;{shade};0;0m{piece}\x1b[0m", end="")
    print()


if __name__ == "__main__":
    main()
