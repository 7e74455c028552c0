"""Notebook as script: vocabulary entropy against surprisal."""
# %%
import matplotlib.pyplot as plt
import numpy as np

d = np.load("runs/seed1.npz")
z = d["logits"].astype(np.float64)[:-1]
y = d["ids"][1:]

# %%
s = z - z.max(axis=1, keepdims=True)
lp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
H = -(np.exp(lp) * lp).sum(axis=1)
surp = -lp[np.arange(len(y)), y]

# %%
fig, ax = plt.subplots()
ax.scatter(H / np.log(2), surp / np.log(2), s=4)
ax.set_xlabel("entropy [bit]")
ax.set_ylabel("surprisal [bit]")
fig.savefig("scatter.png")
print("mean NLL", surp.mean(), "mean entropy", H.mean())
