"""Minimal-pair accuracy per checkpoint, sentences of a pair in one padded batch."""
import json
import sys
from collections import Counter
from pathlib import Path

import torch
from transformers import AutoTokenizer, GPT2LMHeadModel

TOK = AutoTokenizer.from_pretrained("gpt2", padding_side="right")
TOK.pad_token = TOK.eos_token


@torch.no_grad()
def score(net, sents):
    enc = TOK([TOK.bos_token + s for s in sents], return_tensors="pt", padding=True)
    ls = torch.log_softmax(net(**enc).logits, dim=2)[:, :-1]
    got = torch.gather(ls, 2, enc["input_ids"][:, 1:, None])[..., 0]
    return got.masked_fill(enc["attention_mask"][:, 1:] == 0, 0.0).sum(dim=1)


def main(root, ckpts):
    pairs = []
    for f in sorted(Path(root).glob("*.jsonl")):
        pairs += [(f.stem, json.loads(l)) for l in f.read_text().splitlines()]
    for ck in ckpts:
        net = GPT2LMHeadModel.from_pretrained(ck).eval()
        hit, tot = Counter(), Counter()
        for task, row in pairs:
            g, b = score(net, [row["sentence_good"], row["sentence_bad"]])
            tot[task] += 1
            hit[task] += int(g > b)
        for task in sorted(tot):
            print(f"{ck}\t{task}\t{hit[task] / tot[task]:.3f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
