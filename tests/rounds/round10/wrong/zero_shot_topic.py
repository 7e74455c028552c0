# %% [markdown]
# # Zero-shot topic labels with a frozen LM
"""Notebook export.

# bug: only the first token of each topic word's encoding is scored, topics of several tokens lose the rest.
"""

# %%
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("bigscience/bloom-560m")
model = AutoModelForCausalLM.from_pretrained("bigscience/bloom-560m").eval()

# %%
TOPICS = ["sports", "geopolitics", "biotechnology", "entertainment", "macroeconomics"]
topic_ids = [tok.encode(" " + t, add_special_tokens=False)[0] for t in TOPICS]  # expect: SEQ209


# %%
@torch.no_grad()
def topic_scores(headline):
    enc = tok(f"Headline: {headline}\nThis article is about", return_tensors="pt")
    lp = model(**enc).logits[0, -1].float().log_softmax(-1)
    return {t: lp[i].item() for t, i in zip(TOPICS, topic_ids)}  # expect-near: SEQ209


# %%
df = pd.read_csv("headlines.csv")
scores = pd.DataFrame([topic_scores(h) for h in df.headline])
df["pred"] = scores.idxmax(axis=1)
print((df.pred == df.topic).mean())
print(pd.crosstab(df.topic, df.pred))
