"""rank sentences by bert pseudo-log-likelihood (one mask at a time)"""
import sys

import torch
from transformers import BertForMaskedLM, BertTokenizerFast

k = "bert-base-cased"
t = BertTokenizerFast.from_pretrained(k)
m = BertForMaskedLM.from_pretrained(k)


@torch.no_grad()
def q(s):
    x = t(s, return_tensors="pt").input_ids[0]
    n = len(x) - 2
    y = x.repeat(n, 1)
    i = torch.arange(n)
    y[i, i + 1] = t.mask_token_id
    z = m(y).logits[i, i + 1]
    return z.log_softmax(-1)[i, x[1:-1]].sum().item()


S = [s.strip() for s in sys.stdin if s.strip()]
for v, s in sorted(((q(s), s) for s in S), reverse=True):
    print(f"{v:.2f}\t{s}")
