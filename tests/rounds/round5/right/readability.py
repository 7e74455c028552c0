"""Perplexity per essay, cut at the model's context size."""
import math
from pathlib import Path

import torch
from transformers import AutoTokenizer, GPT2LMHeadModel


@torch.no_grad()
def ppl(text, tok, lm):
    enc = tok(tok.bos_token + text, return_tensors="pt", truncation=True, max_length=lm.config.n_positions)
    ce = lm(enc.input_ids, labels=enc.input_ids).loss.double()
    return torch.exp(ce).item()


def main(folder):
    tok = AutoTokenizer.from_pretrained("gpt2")
    lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()
    rows = []
    for f in sorted(Path(folder).glob("*.txt")):
        body = " ".join(f.read_text(encoding="utf8").split())
        if len(body) >= 200:
            rows.append((f.name, ppl(body, tok, lm)))
    rows.sort(key=lambda r: r[1])
    for name, value in rows:
        print(f"{name}\t{value:.1f}\t{math.log2(value):.2f} bits/token")
    return rows


if __name__ == "__main__":
    main("essays")
