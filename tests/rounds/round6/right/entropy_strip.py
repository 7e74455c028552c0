"""Heat strip of next-token entropy and rank for the thesis figures."""
import matplotlib.pyplot as plt
import numpy as np
import torch


@torch.no_grad()
def series(lm, ids):
    z = lm(ids).logits[0, :-1].float()
    H = (torch.logsumexp(z, -1) - (z.softmax(-1) * z).sum(-1)) / np.log(2)
    y = ids[0, 1:]
    rank = (z > z.gather(1, y[:, None])).sum(1)
    conf = z.softmax(-1).max(-1).values
    return H.numpy(), rank.numpy(), conf.numpy()


def draw(lm, tok, text, path):
    ids = tok(text, return_tensors="pt").input_ids
    H, rank, conf = series(lm, ids)
    fig, ax = plt.subplots(3, 1, figsize=(0.3 * len(H) + 2, 3), sharex=True)
    for a, v, t in zip(ax, (H, np.log10(rank + 1), conf), ("entropy [bit]", "log10 rank+1", "max p")):
        a.imshow(v[None], aspect="auto", cmap="magma")
        a.set_ylabel(t, rotation=0, ha="right")
        a.set_yticks([])
    ax[-1].set_xticks(range(len(H)), tok.convert_ids_to_tokens(ids[0, 1:]), rotation=90)
    fig.savefig(path, bbox_inches="tight")
    plt.close(fig)
    return float(H.mean())
