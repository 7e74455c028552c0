"""Sequence log-probabilities for the preference data dump (everything is numpy here).

`completion` has 1 for the tokens of the answer and 0 for prompt and padding.
# bug: numpy masks out the entries whose mask is True, so exactly the completion's tokens are left out.
"""
import numpy as np


def _token_lp(z, y):
    z = z.astype(np.float64)
    z = z - z.max(axis=-1, keepdims=True)
    norm = np.log(np.exp(z).sum(axis=-1))
    return np.take_along_axis(z, y[..., None], axis=-1)[..., 0] - norm


def answer_logprob(z, ids, completion):
    """z (B, T, V), ids (B, T), completion (B, T) -> (B,)"""
    tok = _token_lp(z[:, :-1], ids[:, 1:])
    keep = completion[:, 1:].astype(bool)
    kept = np.ma.masked_array(tok, mask=keep)  # expect: SEQ307
    return kept.sum(axis=1).filled(0.0)


def dump(batch, forward, out):
    for side in ("chosen", "rejected"):
        ids = batch[f"{side}_ids"]
        z = forward(ids, batch[f"{side}_attention"])
        out[side].extend(answer_logprob(z, ids, batch[f"{side}_completion"]).tolist())
    return out
