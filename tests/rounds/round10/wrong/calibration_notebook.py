# %%
"""Notebook: how well calibrated is the model on cloze answers?

`dump/*.npz` hold the raw output row (float32, one value per vocabulary entry)
at the blank, and the id of the gold answer.

# bug: the denominator runs over the fifty best entries only, yet it is plotted as the probability the model gives to the answer
"""
import glob

import matplotlib.pyplot as plt
import numpy as np

K = 50


# %%
def answer_probability(row, gold):
    """Probability that the model assigns to the gold answer."""
    keep = np.argpartition(row, -K)[-K:]
    keep = np.union1d(keep, [gold])
    e = np.exp(row[keep] - row[keep].max())
    return float(e[keep == gold][0] / e.sum())  # expect: SEQ108


# %%
conf, hit = [], []
for path in sorted(glob.glob("dump/*.npz")):
    z = np.load(path)
    conf.append(answer_probability(z["row"], int(z["gold"])))
    hit.append(int(z["row"].argmax() == z["gold"]))
conf, hit = np.array(conf), np.array(hit)

# %%
edges = np.linspace(0, 1, 11)
which = np.digitize(conf, edges[1:-1])
xs = [conf[which == b].mean() for b in range(10) if (which == b).any()]
ys = [hit[which == b].mean() for b in range(10) if (which == b).any()]
plt.plot([0, 1], [0, 1], "--")
plt.plot(xs, ys, "o-")
plt.xlabel("P(answer)")
plt.ylabel("accuracy")
plt.savefig("calibration.png")
