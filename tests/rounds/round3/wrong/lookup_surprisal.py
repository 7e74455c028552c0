# %% [markdown]
# Surprisal table for one text, exported from a notebook.
"""Surprisal in nats per token.

# bug: axis 0 of the (positions, vocabulary) table is the position axis
"""
# %%
import numpy as np
import pandas as pd
from scipy.special import log_softmax

# %%
raw = np.load("dump/logits.npy").astype(np.float64)
ids = np.load("dump/ids.npy")
print(raw.shape, ids.shape)  # (n_tokens, 50257) (n_tokens,)

# %%
lsm = log_softmax(raw, axis=0)  # expect: SEQ104
s = -lsm[np.arange(len(ids) - 1), ids[1:]]

# %%
frame = pd.DataFrame({"id": ids[1:], "surprisal": s})
frame.to_csv("surprisal.csv", index=False)
