"""Corpus perplexity over the chapters of a book shelf."""
import pathlib
import sys

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def chapter(lm, tok, text):
    ids = tok(text, return_tensors="pt", truncation=True, max_length=2048).input_ids
    labels = torch.roll(ids, -1, 1)
    labels[:, -1] = -100
    z = lm(ids).logits.float()
    nll = F.cross_entropy(z[0], labels[0], ignore_index=-100, reduction="sum")
    return nll.double(), ids.shape[1] - 1


if __name__ == "__main__":
    tok = AutoTokenizer.from_pretrained("EleutherAI/pythia-410m")
    lm = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-410m").eval()
    rows = [chapter(lm, tok, p.read_text()) for p in pathlib.Path(sys.argv[1]).glob("*.txt")]
    total = sum(a for a, _ in rows)
    n = sum(b for _, b in rows)
    print("corpus perplexity", torch.exp(total / n).item())
