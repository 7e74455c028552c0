"""How likely does mBART find a human reference translation? Prints one log-prob per line.

# bug: each step contributes the model's most likely token, not the token of the reference
"""
import argparse

import torch
from transformers import MBart50TokenizerFast, MBartForConditionalGeneration


def force(model, tok, src, ref):
    enc = tok(src, text_target=ref, return_tensors="pt")
    with torch.inference_mode():
        out = model(**enc)
    steps = out.logits[0].float().log_softmax(dim=-1)
    top, _ = steps.max(dim=-1)  # expect: SEQ204
    return top.sum().item()  # expect-near: SEQ204


def cli():
    ap = argparse.ArgumentParser(description="log P(reference | source)")
    ap.add_argument("src_file")
    ap.add_argument("ref_file")
    ap.add_argument("--src-lang", default="en_XX")
    ap.add_argument("--tgt-lang", default="ro_RO")
    return ap.parse_args()


if __name__ == "__main__":
    a = cli()
    name = "facebook/mbart-large-50-many-to-many-mmt"
    tk = MBart50TokenizerFast.from_pretrained(name, src_lang=a.src_lang, tgt_lang=a.tgt_lang)
    mt = MBartForConditionalGeneration.from_pretrained(name).eval()
    with open(a.src_file) as f, open(a.ref_file) as g:
        for s, r in zip(f, g):
            print(f"{force(mt, tk, s.strip(), r.strip()):.4f}")
