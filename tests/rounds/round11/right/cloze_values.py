"""Writes the full-vocabulary probability of each completion, and its share among the listed ones."""
import csv
import sys

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tk = GPT2TokenizerFast.from_pretrained("gpt2-xl")
lm = GPT2LMHeadModel.from_pretrained("gpt2-xl").eval()


@torch.inference_mode()
def continuation_table(stem, cand_ids):
    z = lm(tk(stem, return_tensors="pt").input_ids).logits[0, -1]
    p_model = z.softmax(-1)[cand_ids]
    share = p_model / p_model.sum()
    return p_model.tolist(), share.tolist()


def main(src):
    w = csv.writer(sys.stdout)
    w.writerow(["stem", "word", "p_model", "share_among_listed"])
    for rec in csv.DictReader(open(src)):
        words = rec["completions"].split("|")
        ids = [tk(" " + x).input_ids for x in words]
        keep = [(x, i[0]) for x, i in zip(words, ids) if len(i) == 1]
        if not keep:
            continue
        full, share = continuation_table(rec["stem"], [i for _, i in keep])
        for (word, _), a, b in zip(keep, full, share):
            w.writerow([rec["stem"], word, a, b])


if __name__ == "__main__":
    main(sys.argv[1])
