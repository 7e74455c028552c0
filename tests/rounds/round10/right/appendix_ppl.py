"""Corpus perplexity: exp of total NLL over total target tokens."""
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def nll_count(lm, ids):
    n = ids.shape[1] - 1
    return lm(ids, labels=ids).loss.double() * n, n


@torch.no_grad()
def corpus_ppl(name, docs):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    limit = lm.config.max_position_embeddings
    tot, cnt = torch.zeros(()).double(), 0
    for d in docs:
        ids = tok(d, truncation=True, max_length=limit, return_tensors="pt").input_ids
        if ids.shape[1] > 1:
            s, n = nll_count(lm, ids)
            tot, cnt = tot + s, cnt + n
    return torch.exp(tot / max(cnt, 1)).item()


if __name__ == "__main__":
    docs = sys.stdin.read().split("\n\n")
    for m in sys.argv[1:]:
        print(m, corpus_ppl(m, docs))
