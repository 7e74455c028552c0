"""Surprisal in bits around the licensor; sentence perplexity from the same numbers."""
import csv
from math import log

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tk = GPT2TokenizerFast.from_pretrained("gpt2-medium")
g = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()


def bits(sent):
    a = tk(tk.bos_token + sent, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        b = g(a).logits[0].log_softmax(dim=1)
    s = [-b[i - 1, a[0, i]].item() / log(2) for i in range(1, a.shape[1])]
    return tk.convert_ids_to_tokens(a[0])[1:], s


def main(src, dst):
    with open(src) as f, open(dst, "w", newline="") as h:
        w = csv.writer(h)
        for row in csv.DictReader(f):
            toks, s = bits(row["sentence"])
            ppl = 2 ** (sum(s) / len(s))
            w.writerows([row["item"], row["cond"], t, v, ppl] for t, v in zip(toks, s))


if __name__ == "__main__":
    main("npi_items.csv", "npi_bits.csv")
