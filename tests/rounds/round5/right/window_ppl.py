"""Strided-window perplexity of one long text, weighted by the number of scored tokens."""
import argparse

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def windows(n, size, stride):
    prev = 0
    for begin in range(0, n, stride):
        end = min(begin + size, n)
        yield begin, end, end - prev
        prev = end
        if end == n:
            return


@torch.no_grad()
def strided(lm, ids, size, stride):
    nll, count = 0.0, 0
    for begin, end, fresh in windows(ids.size(1), size, stride):
        piece = ids[:, begin:end]
        labels = piece.clone()
        labels[:, :-fresh] = -100
        scored = (labels[:, 1:] != -100).sum().item()
        if scored == 0:
            continue
        nll += lm(piece, labels=labels).loss.double().item() * scored
        count += scored
    return torch.tensor(nll / count).exp().item()


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("file")
    ap.add_argument("--model", default="gpt2")
    a = ap.parse_args()
    lm = AutoModelForCausalLM.from_pretrained(a.model).eval()
    tok = AutoTokenizer.from_pretrained(a.model)
    print(strided(lm, tok(open(a.file).read(), return_tensors="pt").input_ids, lm.config.n_positions, 512))
