"""Logit lens and logit difference for a transformer_lens model."""
import matplotlib.pyplot as plt
import torch
from transformer_lens import HookedTransformer


@torch.no_grad()
def logit_diff(model: HookedTransformer, prompt: str, right: str, other: str) -> float:
    z = model(model.to_tokens(prompt))[0, -1]
    return (z[model.to_single_token(right)] - z[model.to_single_token(other)]).item()


@torch.no_grad()
def lens(model, prompt, token):
    _, cache = model.run_with_cache(model.to_tokens(prompt))
    stack, names = cache.accumulated_resid(layer=-1, return_labels=True, apply_ln=True, pos_slice=-1)
    z = (stack[:, 0] @ model.W_U + model.b_U).float()
    rank = (z > z[:, token][:, None]).sum(-1)
    return names, z.log_softmax(-1)[:, token], rank


def draw(names, lp, path="lens.png"):
    fig, ax = plt.subplots(figsize=(8, 3))
    ax.plot(range(len(names)), lp.cpu(), marker=".")
    ax.set_xticks(range(len(names)), names, rotation=90)
    ax.set_ylabel("log p(token)")
    fig.tight_layout()
    fig.savefig(path, dpi=150)
