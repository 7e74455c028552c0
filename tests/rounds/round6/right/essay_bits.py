# %% bits per character, learner essays
import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

LN2 = np.log(2.0)
tok = AutoTokenizer.from_pretrained("distilgpt2")
lm = AutoModelForCausalLM.from_pretrained("distilgpt2").eval()


# %%
def nats_and_chars(text):
    ids = tok(text, return_tensors="pt", truncation=True, max_length=1024).input_ids
    with torch.no_grad():
        lp = F.log_softmax(lm(ids).logits[0, :-1], dim=-1)
    nats = -lp.gather(1, ids[0, 1:].unsqueeze(1)).sum().item()
    return nats, len(tok.decode(ids[0, 1:]))


# %%
df = pd.read_csv("../input/learner-essays/train.csv")
df[["nats", "chars"]] = [nats_and_chars(t) for t in df.full_text]
df["bpc"] = df.nats / LN2 / df.chars.clip(lower=1)
by_score = df.groupby("score")[["nats", "chars"]].sum()
print(by_score.nats / by_score.chars / LN2)
