"""Logit difference between two answers through the layers (subject-verb agreement)."""
import matplotlib.pyplot as plt
import torch


@torch.no_grad()
def layer_differences(model, enc, good, bad):
    """Unembed every layer's last position and subtract the two answers' logits there."""
    hidden = model(**enc, output_hidden_states=True).hidden_states
    diffs = []
    for h in hidden[:-1]:
        z = model.lm_head(model.transformer.ln_f(h[:, -1]))
        diffs.append((z[0, good] - z[0, bad]).item())
    z = model.lm_head(hidden[-1][:, -1])
    diffs.append((z[0, good] - z[0, bad]).item())
    return diffs


def pairwise_preference(diff):
    """Probability of the good answer when only the two compete."""
    return torch.sigmoid(torch.as_tensor(diff)).item()


def plot(curves, path):
    fig, ax = plt.subplots(figsize=(5, 3))
    for name, ys in curves.items():
        ax.plot(ys, label=name)
    ax.axhline(0.0, lw=0.5, color="k")
    ax.set_xlabel("layer")
    ax.set_ylabel("logit difference")
    ax.legend()
    fig.savefig(path, bbox_inches="tight")
