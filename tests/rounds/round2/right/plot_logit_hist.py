"""Figures for the appendix: logit statistics and probability heat map."""
import matplotlib.pyplot as plt
import numpy as np
import torch


@torch.no_grad()
def collect(lm, ids):
    z = lm(ids).logits[0].float()
    return z.mean(dim=-1).numpy(), z.std(dim=-1).numpy(), z.softmax(dim=-1).topk(8, dim=-1).values.numpy()


def figure(lm, ids, path="logits.pdf"):
    mean, std, top = collect(lm, ids)
    fig, (a, b) = plt.subplots(1, 2, figsize=(9, 3))
    a.errorbar(np.arange(len(mean)), mean, yerr=std, fmt=".")
    a.set_ylabel("mean logit")
    b.imshow(np.round(top, 2).T, aspect="auto", vmin=0, vmax=1)
    b.set_title(f"mean top-1 {top[:, 0].mean():.2f}")
    fig.savefig(path, bbox_inches="tight")
