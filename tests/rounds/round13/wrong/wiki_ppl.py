"""Corpus perplexity of a GPT-style model on one article per line.

# bug: the labels are shifted by hand although the model shifts them itself; the per-article perplexities are averaged
"""
import sys

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

net = GPT2LMHeadModel.from_pretrained("gpt2").eval()
tk = GPT2TokenizerFast.from_pretrained("gpt2")


def article_perplexity(line: str) -> torch.Tensor:
    x = tk(line, return_tensors="pt", truncation=True, max_length=net.config.n_positions).input_ids
    with torch.no_grad():
        res = net(input_ids=x[:, :-1], labels=x[:, 1:])  # expect: SEQ202
    return torch.exp(res.loss)


def corpus_perplexity(lines) -> float:
    vals = []
    for ln in lines:
        if len(ln.split()) < 5:
            continue
        vals.append(article_perplexity(ln))
    if not vals:
        raise ValueError("nothing to score")
    return torch.stack(vals).mean().item()  # expect: SEQ410


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as f:
        print("corpus ppl", corpus_perplexity(l.strip() for l in f))
