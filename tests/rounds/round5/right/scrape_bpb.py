# %% [markdown]
"""Bits per byte and corpus perplexity of a causal LM on a frame of short documents."""
# %%
import numpy as np
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "EleutherAI/pythia-70m"
tk = AutoTokenizer.from_pretrained(NAME)
net = AutoModelForCausalLM.from_pretrained(NAME).eval()
df = pd.read_json("pages.jsonl", lines=True)
df["n_bytes"] = df["text"].map(lambda s: len(s.encode("utf-8")))
df = df[(df.n_bytes > 0) & (df.n_bytes < 2000)]


# %%
def nats(text):
    ids = torch.tensor([[tk.bos_token_id, *tk(text).input_ids]])
    with torch.no_grad():
        lp = net(ids).logits[0, :-1].float().log_softmax(-1)
    return -lp.gather(1, ids[0, 1:, None]).sum().item(), ids.size(1) - 1


pairs = df["text"].map(nats)
df["nats"], df["tokens"] = pairs.str[0], pairs.str[1]

# %%
total = df[["nats", "tokens", "n_bytes"]].sum()
print("bits/byte ", total.nats / total.n_bytes / np.log(2))
print("perplexity", np.exp(total.nats / total.tokens))
print(df.assign(bpb=df.nats / np.log(2) / df.n_bytes).nlargest(5, "bpb")[["url", "bpb"]])
