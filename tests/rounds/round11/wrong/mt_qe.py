"""Unsupervised quality estimation for MT: average log-probability of the translation.

# bug: the per-step outputs of generate are gathered and averaged without a log_softmax
"""
import sys

import torch
from transformers import MarianMTModel, MarianTokenizer

pair = sys.argv[1] if len(sys.argv) > 1 else "en-de"
tok = MarianTokenizer.from_pretrained(f"Helsinki-NLP/opus-mt-{pair}")
mt = MarianMTModel.from_pretrained(f"Helsinki-NLP/opus-mt-{pair}")
mt.eval()


def translate_with_qe(src: str):
    batch = tok([src], return_tensors="pt")
    gen = mt.generate(**batch, num_beams=1, do_sample=False, max_new_tokens=200,
                      output_scores=True, return_dict_in_generate=True)
    hyp = gen.sequences[0, 1:]
    steps = torch.cat(gen.scores, dim=0)
    tp = steps[torch.arange(len(hyp)), hyp].mean().item()  # expect: SEQ112
    return tok.decode(hyp, skip_special_tokens=True), tp


for line in sys.stdin:
    hyp, qe = translate_with_qe(line.strip())
    print(f"{qe:.4f}\t{hyp}")
