# %% RAG: batch relevance with a decoder LM
"""Rank the retrieved chunks by the answer " Yes".

# bug: chunks have different lengths and are padded on the right, so the last column is padding for
most rows; and the ranking compares the bare score of one word between prompts
"""
# %%
import numpy as np
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = "EleutherAI/pythia-410m"
tok = AutoTokenizer.from_pretrained(MODEL, padding_side="right")
tok.pad_token = "<|padding|>"
lm = AutoModelForCausalLM.from_pretrained(MODEL).eval()
(YES,) = tok(" Yes").input_ids
chunks = pd.read_parquet("retrieved.parquet")


# %%
def build(q, c):
    return f"Text: {c}\nQuestion: {q}\nIs the text useful for the question?"


def yes_scores(q, texts, bs=16):
    got = []
    for s in range(0, len(texts), bs):
        enc = tok([build(q, c) for c in texts[s : s + bs]], padding=True, return_tensors="pt")
        with torch.no_grad():
            z = lm(**enc).logits[:, -1]  # expect: SEQ208
        got.append(z[:, YES].float().numpy())  # expect-near: SEQ502
    return np.concatenate(got)


# %%
frames = []
for q, grp in chunks.groupby("question"):
    grp = grp.assign(s=yes_scores(q, grp.text.tolist()))
    frames.append(grp.sort_values("s", ascending=False).head(5))  # expect: SEQ502
pd.concat(frames).to_parquet("reranked.parquet")
