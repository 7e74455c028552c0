"""Command-line tool: log-probability of every line of a file.

# bug: enumerate pairs the token with its own row, not with the row before it
"""
import fileinput

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "facebook/opt-125m"


def main():
    tok = AutoTokenizer.from_pretrained(NAME)
    model = AutoModelForCausalLM.from_pretrained(NAME).eval()
    for line in fileinput.input():
        line = line.strip()
        if not line:
            continue
        seq = tok.encode(line)
        with torch.no_grad():
            rows = model(torch.tensor([seq])).logits.squeeze(0).float()
        rows = rows - rows.logsumexp(dim=1, keepdim=True)
        acc = 0.0
        for pos, tid in enumerate(seq):
            acc += float(rows[pos, tid])  # expect: SEQ201
        print(f"{acc:.4f}\t{line}")


if __name__ == "__main__":
    main()
