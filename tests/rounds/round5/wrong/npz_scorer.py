"""Score a corpus stored as a zero-filled id matrix (GPT-2 ids, where 0 is the token "!").

# bug: rows are un-padded by value, which also deletes every exclamation mark
"""
import argparse

import numpy as np
import torch
from transformers import GPT2LMHeadModel


def rows_of(path):
    store = np.load(path)
    matrix, names = store["ids"], store["names"]
    for name, row in zip(names, matrix):
        yield str(name), row[row != 0]  # expect: SEQ317


def nll(lm, ids):
    x = torch.from_numpy(ids.astype(np.int64))[None]
    with torch.no_grad():
        logp = lm(x).logits[0, :-1].log_softmax(-1)
    return -logp[range(len(ids) - 1), x[0, 1:]].sum().item()


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("npz")
    ap.add_argument("--model", default="gpt2")
    opt = ap.parse_args()
    lm = GPT2LMHeadModel.from_pretrained(opt.model)
    lm.eval()
    nats, n = 0.0, 0
    for name, ids in rows_of(opt.npz):
        v = nll(lm, ids)
        nats += v
        n += len(ids) - 1
        print(name, len(ids), round(v, 3), sep="\t")
    print("# perplexity", np.exp(nats / n))
