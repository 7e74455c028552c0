# %% [markdown]
"""Notebook: token uncertainty of the stored runs.

# bug: exp over its sum, no maximum subtracted first.
# bug: the entropy adds -p log p of the chosen tokens, not of the vocabulary.
"""
# %%
import matplotlib.pyplot as plt
import numpy as np

run = np.load("runs/seed0.npz")
Z = run["logits"].astype(np.float32)[:-1]
tok_lp = run["token_logprobs"]

# %%
E = np.exp(Z)  # expect-near: SEQ601
P = E / E.sum(axis=1, keepdims=True)  # expect: SEQ601
plt.plot(P.max(axis=1), label="top-1 probability")

# %%
p_tok = np.exp(tok_lp)
H = -(p_tok * tok_lp).sum()  # expect: SEQ416
print("predictive entropy of the run", H)

# %%
plt.plot(-tok_lp / np.log(2), label="surprisal [bit]")
plt.legend()
plt.savefig("uncertainty.png")
