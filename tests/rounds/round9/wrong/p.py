"""corpus ppl, one text per line

# bug: texts are cut at config.max_length (the generation default), and each mean loss is weighted by N tokens while N - 1 were scored.
"""
import sys

import numpy as np
import torch
from transformers import AutoModelForCausalLM as A, AutoTokenizer as B

k, p = sys.argv[1:3]
t = B.from_pretrained(k)
m = A.from_pretrained(k).eval()
L = m.config.max_length  # expect-near: SEQ313
u = v = 0
for s in open(p):
    x = t(s.strip(), return_tensors="pt", truncation=True, max_length=L).input_ids  # expect: SEQ313
    n = x.size(1)
    if n < 2:
        continue
    with torch.no_grad():
        l = m(x, labels=x).loss.item()
    u += l * n  # expect: SEQ403
    v += n - 1
print(np.exp(u / max(v, 1)))
