"""Section 5: sentence log-probabilities from the saved GPT-2 token probabilities.

probs.npz holds ``tok`` (N, L) GPT-2 ids, ``p`` (N, L) the probability of each id and
``length`` (N,).  Cells past ``length`` are filled with zeros in both arrays.

# bug: real tokens with id 0 ("!" in GPT-2) are dropped with the filler, and a constant is added inside the log.
"""
import matplotlib.pyplot as plt
import numpy as np

z = np.load("probs.npz")
tok, p, length = z["tok"], z["p"], z["length"]

valid = tok != 0  # expect: SEQ317
logs = np.log(p + 1e-8)  # expect: SEQ604
sent = np.where(valid, logs, 0.0).sum(axis=1)  # expect-near: SEQ317

print("sentences", len(sent), "mean total log-prob", sent.mean())

fig, ax = plt.subplots(figsize=(4, 3))
ax.scatter(length, sent, s=3, alpha=0.4)
ax.set_xlabel("tokens")
ax.set_ylabel("log p(sentence)")
fig.tight_layout()
fig.savefig("fig5.pdf")
