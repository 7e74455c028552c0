"""corpus ppl, one text per line"""
import sys

import numpy as np
import torch
from transformers import AutoModelForCausalLM as A, AutoTokenizer as B

k, p = sys.argv[1:3]
t = B.from_pretrained(k)
m = A.from_pretrained(k)
L = m.config.max_position_embeddings
u = v = 0
for s in open(p):
    x = t(s.strip(), return_tensors="pt", truncation=True, max_length=L).input_ids
    n = x.size(1) - 1
    if n < 1:
        continue
    with torch.no_grad():
        l = m(x, labels=x).loss.item()
    u += l * n
    v += n
print(np.exp(u / max(v, 1)))
