# %% [markdown]
# # Bits per character of the learner essays
"""Notebook export, cell by cell.

# bug: log_softmax gets no axis, and the column called bits still holds nats per character
"""
# %%
import pandas as pd
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

name = "distilgpt2"
tok = AutoTokenizer.from_pretrained(name)
model = AutoModelForCausalLM.from_pretrained(name).eval()
essays = pd.read_csv("../input/learner-essays/train.csv")
essays.head()


# %%
@torch.no_grad()
def essay_nll(text):
    ids = tok(text, return_tensors="pt", truncation=True, max_length=1024).input_ids
    scored = tok.decode(ids[0, 1:])
    out = model(ids)
    lsm = F.log_softmax(out.logits[:, :-1])  # expect: SEQ105
    nll = -lsm.gather(-1, ids[:, 1:, None]).sum().item()
    return nll, len(scored)


# %%
recs = [essay_nll(t) for t in essays.full_text]
essays["nll"] = [r[0] for r in recs]
essays["chars"] = [r[1] for r in recs]
essays["bits_per_char"] = essays.nll / essays.chars.clip(lower=1)  # expect: SEQ412

# %%
print(essays.groupby("score").bits_per_char.describe())
essays[["essay_id", "bits_per_char"]].to_csv("bpc.csv", index=False)
