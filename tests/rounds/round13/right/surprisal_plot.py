"""Plot the surprisal (bits) of every token of a passage."""
import math

import matplotlib.pyplot as plt
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def surprisals(text, ckpt="gpt2"):
    tk = AutoTokenizer.from_pretrained(ckpt)
    lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
    ids = tk(tk.bos_token + text, return_tensors="pt").input_ids
    with torch.no_grad():
        z = lm(ids).logits.float().squeeze(0)
    ce = torch.nn.functional.cross_entropy(z[:-1], ids[0, 1:], reduction="none")
    labels = [tk.decode([t]) for t in ids[0, 1:].tolist()]
    return labels, (ce / math.log(2)).numpy()


def draw(labels, bits, path):
    fig, ax = plt.subplots(figsize=(0.35 * len(labels) + 1, 3))
    x = np.arange(len(bits))
    ax.bar(x, bits, color="tab:blue", width=0.8)
    ax.axhline(bits.mean(), color="k", lw=0.8, ls="--", label=f"mean {bits.mean():.1f} bits")
    ax.set_xticks(x, [s.replace("$", r"\$") for s in labels], rotation=70, fontsize=7)
    ax.set_ylabel("surprisal (bits)")
    ax.set_title(f"perplexity {2 ** bits.mean():.1f}")
    ax.legend(frameon=False)
    fig.tight_layout()
    fig.savefig(path, dpi=150)
    plt.close(fig)


if __name__ == "__main__":
    words, values = surprisals("The horse raced past the barn fell.")
    draw(words, values, "garden_path.png")
