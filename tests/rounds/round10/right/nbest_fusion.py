"""N-best fusion: acoustic score + weighted neural LM score + word reward."""
import csv
import sys

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


def load_lm(name):
    return GPT2TokenizerFast.from_pretrained(name), GPT2LMHeadModel.from_pretrained(name).eval()


@torch.inference_mode()
def lm_logprob(tok, lm, text):
    """ln P(text), conditioned on the BOS token."""
    seq = [tok.bos_token_id] + tok(text).input_ids
    steps = lm(torch.tensor([seq])).logits[0].float()
    acc = 0.0
    for prev, w in enumerate(seq[1:]):
        row = steps[prev]
        acc += (row[w] - torch.logsumexp(row, 0)).item()
    return acc


def fuse(rows, tok, lm, weight=0.35, reward=0.2):
    def key(r):
        return float(r["am"]) + weight * lm_logprob(tok, lm, r["hyp"]) + reward * len(r["hyp"].split())

    by_utt = {}
    for r in rows:
        by_utt.setdefault(r["utt"], []).append(r)
    return {u: max(rs, key=key)["hyp"] for u, rs in by_utt.items()}


if __name__ == "__main__":
    tok, lm = load_lm("gpt2-medium")
    for utt, hyp in fuse(csv.DictReader(sys.stdin, delimiter="\t"), tok, lm).items():
        print(utt, hyp, sep="\t")
