"""Figure 2: distribution of per-document perplexity; the caption quotes the corpus value."""
import json
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

rows = [json.loads(line) for line in open(sys.argv[1])]
nll = np.array([r["sum_nll"] for r in rows])
n = np.array([r["n_predicted"] for r in rows])

per_doc = np.exp(nll / n)
corpus = np.exp(nll.sum() / n.sum())

fig, ax = plt.subplots(figsize=(5, 3))
ax.hist(per_doc, bins=np.geomspace(per_doc.min(), per_doc.max(), 50))
ax.axvline(np.median(per_doc), ls="--", label="median document")
ax.axvline(per_doc.mean(), ls=":", label="mean of document perplexities")
ax.axvline(corpus, c="k", label=f"corpus perplexity {corpus:.1f}")
ax.set_xscale("log")
ax.set_xlabel("perplexity")
ax.legend(fontsize=7)
fig.tight_layout()
fig.savefig("fig2.pdf")
