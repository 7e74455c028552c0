# %% [markdown]
# Region surprisals in bits
"""Surprisal per region, in bits."""
# %%
import math

import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tk = AutoTokenizer.from_pretrained("gpt2")
tk.pad_token = tk.eos_token
gpt = AutoModelForCausalLM.from_pretrained("gpt2").eval()
LN2 = math.log(2)

# %%
frame = pd.read_csv("garden_path.csv")
batch = tk(list(frame.sentence), return_tensors="pt", padding=True)
with torch.no_grad():
    z = gpt(**batch).logits

# %%
lp = torch.nn.functional.log_softmax(z[:, :-1], dim=2)
nxt = batch.input_ids[:, 1:]
bits = -torch.take_along_dim(lp, nxt[..., None], dim=2)[..., 0] / LN2
bits[batch.attention_mask[:, 1:] == 0] = 0.0

# %%
frame["bits"] = [
    bits[k, a - 1:b - 1].sum().item() for k, (a, b) in enumerate(zip(frame.region_start, frame.region_end))
]
print(frame.pivot_table(index="id", columns="cond", values="bits"))
