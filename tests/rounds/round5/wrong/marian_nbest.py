"""Re-rank n-best translations with a second Marian model; length-normalised forced decoding.

# bug: pads are zeroed out but the mean still divides by the padded width of the batch
"""
import argparse
import json

import torch
from transformers import MarianMTModel, MarianTokenizer


def rescore(model, tok, source, hyps):
    src = tok([source] * len(hyps), return_tensors="pt", padding=True)
    gold = tok(text_target=hyps, return_tensors="pt", padding=True)
    y, real = gold.input_ids, gold.attention_mask
    with torch.no_grad():
        logits = model(**src, labels=y).logits
    lp = logits.float().log_softmax(-1)
    step = torch.take_along_dim(lp, y[..., None], dim=-1)[..., 0]
    return (step * real).mean(dim=-1)  # expect: SEQ303


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("nbest", help="jsonl with fields src, hyps")
    p.add_argument("--model", default="Helsinki-NLP/opus-mt-en-de")
    a = p.parse_args()
    tk = MarianTokenizer.from_pretrained(a.model)
    mt = MarianMTModel.from_pretrained(a.model).eval()
    for row in map(json.loads, open(a.nbest, encoding="utf-8")):
        sc = rescore(mt, tk, row["src"], row["hyps"])
        row["best"] = row["hyps"][int(sc.argmax())]
        print(json.dumps(row, ensure_ascii=False))
