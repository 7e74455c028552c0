# %% [markdown]
# Garden-path regions, exported from the notebook
"""Surprisal per region.

# bug: log_softmax is called without an axis, so a three-dimensional tensor is normalised over the batch
"""
# %%
import pandas as pd
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("gpt2")
tok.pad_token = tok.eos_token
lm = AutoModelForCausalLM.from_pretrained("gpt2")
lm.eval()

# %%
items = pd.read_csv("garden_path.csv")
enc = tok(items["sentence"].tolist(), return_tensors="pt", padding=True)
with torch.no_grad():
    out = lm(**enc)

# %%
nats = -F.log_softmax(out.logits[:, :-1])  # expect: SEQ105
target = enc.input_ids[:, 1:]
surp = nats.gather(2, target.unsqueeze(2)).squeeze(2)
surp = surp.masked_fill(enc.attention_mask[:, 1:] == 0, 0.0)

# %%
rows = []
for i, item in items.iterrows():
    lo, hi = int(item["region_start"]), int(item["region_end"])
    rows.append({"item": item["id"], "cond": item["cond"], "surprisal": surp[i, lo - 1:hi - 1].sum().item()})
print(pd.DataFrame(rows).groupby("cond")["surprisal"].mean())
