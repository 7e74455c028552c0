"""Reliability curve of cloze answers from dumped output rows."""
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from scipy.special import softmax

probs, correct = [], []
for f in sorted(Path("dump").glob("*.npz")):
    rec = np.load(f)
    p = softmax(rec["row"], axis=-1)
    guess = int(np.argsort(rec["row"])[-1])
    probs.append(p[guess])
    correct.append(guess == int(rec["gold"]))

probs, correct = np.asarray(probs), np.asarray(correct, float)
bins = np.clip((probs * 10).astype(int), 0, 9)
ece = 0.0
for b in np.unique(bins):
    inside = bins == b
    ece += inside.mean() * abs(probs[inside].mean() - correct[inside].mean())
    plt.bar((b + 0.5) / 10, correct[inside].mean(), width=0.09)
plt.title(f"ECE {ece:.3f}")
plt.savefig("reliability.pdf")
