"""BLiMP accuracy for a sweep of checkpoints (ours were saved every 1k steps).

# bug: the distribution is normalised over the positions of the sentence
"""
import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from transformers import AutoTokenizer, GPT2LMHeadModel


def load_pairs(folder):
    for p in sorted(Path(folder).glob("*.jsonl")):
        with p.open() as fh:
            for row in map(json.loads, fh):
                yield p.stem, row["sentence_good"], row["sentence_bad"]


@torch.no_grad()
def sentence_lps(lm, tok, sents):
    enc = tok([tok.bos_token + s for s in sents], return_tensors="pt", padding=True)
    logits = lm(**enc).logits
    ls = F.log_softmax(logits[:, :-1], dim=1)  # expect: SEQ104
    tgt = enc["input_ids"][:, 1:]
    per_tok = ls.gather(2, tgt.unsqueeze(2)).squeeze(2)
    keep = enc["attention_mask"][:, 1:]
    return (per_tok * keep).sum(1)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("checkpoints", nargs="+")
    ap.add_argument("--blimp", default="data/blimp")
    a = ap.parse_args()
    tok = AutoTokenizer.from_pretrained("gpt2", padding_side="right")
    tok.pad_token = tok.eos_token
    pairs = list(load_pairs(a.blimp))
    for ck in a.checkpoints:
        lm = GPT2LMHeadModel.from_pretrained(ck).eval()
        ok = {}
        for task, good, bad in pairs:
            g, b = sentence_lps(lm, tok, [good, bad]).tolist()
            ok.setdefault(task, []).append(g > b)
        print(ck, {t: sum(v) / len(v) for t, v in ok.items()})


if __name__ == "__main__":
    main()
