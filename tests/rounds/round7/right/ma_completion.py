"""Completion log-probabilities with numpy masked arrays (a True in `mask=` means: leave out)."""
import numpy as np
from scipy.special import logsumexp


def completion_logprob(logits, ids, is_completion):
    z = logits[:, :-1].astype(np.float64)
    y = ids[:, 1:]
    lp = np.take_along_axis(z, y[..., None], -1)[..., 0] - logsumexp(z, axis=-1)
    drop = ~is_completion[:, 1:].astype(bool)
    return np.ma.masked_array(lp, mask=drop).sum(axis=1).filled(0.0)


def prompt_share(ids, is_completion, pad_id_mask):
    """Fraction of the real tokens that belong to the prompt, per row (statistics only)."""
    real = ~pad_id_mask
    prompt = real & ~is_completion.astype(bool)
    return prompt.sum(1) / np.maximum(real.sum(1), 1)
