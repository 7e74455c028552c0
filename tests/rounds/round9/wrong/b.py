"""rank sentences by bert 'fluency'

# bug: a masked LM sees the very tokens it is asked to predict, so exp(loss) with labels=input_ids is no perplexity.
"""
import sys

import torch
from transformers import BertForMaskedLM, BertTokenizerFast

k = "bert-base-cased"
t = BertTokenizerFast.from_pretrained(k)
m = BertForMaskedLM.from_pretrained(k)
m.eval()


def q(s):
    x = t(s, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        l = m(x, labels=x)[0]  # expect-near: SEQ415
    return torch.exp(l).item()  # expect: SEQ415


S = [s.strip() for s in sys.stdin if s.strip()]
for v, s in sorted((q(s), s) for s in S):
    print(round(v, 2), s, sep="\t")
