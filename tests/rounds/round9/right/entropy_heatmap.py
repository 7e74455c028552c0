"""plot per-token surprisal (bits) and entropy (bits) of a text"""
import sys

import matplotlib.pyplot as plt
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

k, s = sys.argv[1], open(sys.argv[2]).read()
t = AutoTokenizer.from_pretrained(k)
m = AutoModelForCausalLM.from_pretrained(k)
x = t(s, return_tensors="pt", truncation=True, max_length=512).input_ids
with torch.no_grad():
    z = m(x).logits[0, :-1].float()
y = x[0, 1:]
Z = z.logsumexp(-1)
u = (Z - z[torch.arange(len(y)), y]) / np.log(2)
h = (Z - (z.softmax(-1) * z).sum(-1)) / np.log(2)
f, a = plt.subplots(2, 1, figsize=(12, 4), sharex=True)
a[0].bar(range(len(y)), u, color="tab:red")
a[0].set_ylabel("surprisal (bits)")
a[1].imshow(h[None], aspect="auto", cmap="viridis")
a[1].set_yticks([])
a[1].set_xlabel("token")
f.suptitle(f"mean surprisal {u.mean():.2f} bits, mean entropy {h.mean():.2f} bits")
f.savefig("heat.png", dpi=150)
