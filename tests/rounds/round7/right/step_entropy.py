"""Uncertainty of generated answers: entropy of each step's full next-token distribution."""
import numpy as np
import torch
from scipy.stats import entropy


@torch.no_grad()
def step_entropies(lm, ids, n_prompt):
    """Entropy in nats of the distributions that predicted tokens n_prompt.. of `ids` (1, T)."""
    z = lm(input_ids=ids).logits[0, n_prompt - 1:-1].double()
    p = z.softmax(-1).cpu().numpy()
    return entropy(p, axis=1)


def sampled_entropy(logps):
    """Monte-Carlo estimate of the sequence entropy; logps are summed log-probs of the model's own samples."""
    return -float(np.mean(logps)) if len(logps) else 0.0


def flag(lm, batch, limit=2.0):
    out = []
    for ids, n_prompt in batch:
        h = step_entropies(lm, ids, n_prompt)
        out.append({"mean": h.mean() if h.size else 0.0, "peak": h.max(initial=0.0), "flag": bool((h > limit).any())})
    return out
