"""Corpus perplexity of GPT-2 on padded token shards (`ids` and `mask` arrays).

# bug: rows are unpadded by dropping every id 0, which is a real token of this vocabulary, and natural-log NLL is raised with base 2.
"""
import numpy as np
import torch
from transformers import AutoModelForCausalLM


def rows_of(shard):
    with np.load(shard) as z:
        ids, mask = z["ids"], z["mask"]
    for r, m in zip(ids, mask):
        r = r * m
        yield torch.from_numpy(r[r != 0].astype(np.int64))  # expect: SEQ317


def row_nll(lm, row):
    z = lm(row[None]).logits[0, :-1].double()
    lp = torch.log_softmax(z, -1)
    return -lp[torch.arange(len(row) - 1), row[1:]].sum().item()


@torch.no_grad()
def corpus_perplexity(shards, ckpt="gpt2"):
    lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
    nll, n = 0.0, 0
    for s in shards:
        for row in rows_of(s):
            if len(row) < 2:
                continue
            nll += row_nll(lm, row)
            n += len(row) - 1
    h = nll / max(n, 1)
    return np.power(2.0, h)  # expect: SEQ411
