"""Wrong numbers that depend on how the arrays lie: wrong axes, real tokens taken for padding, -100."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from pytest_seqscore.checks.truth import Truth, combine

IGNORED = -100

Array = np.ndarray[Any, Any]


PICKS: tuple[Callable[[Array, Array, Array], Array | None], ...] = (
    lambda lp, t, at: lp[t, at] if t.max() < len(lp) <= lp.shape[1] else None,
    lambda lp, t, at: lp[t, 0] if t.max() < len(lp) else None,
    lambda lp, t, at: lp[t].sum(-1) if t.max() < len(lp) else None,
    lambda lp, t, at: lp[t % len(lp)].sum(-1),
    lambda lp, t, at: lp[t % len(lp), at] if len(lp) <= lp.shape[1] else None,
    lambda lp, t, at: lp[:, t].sum(-1),
    lambda lp, t, at: lp.reshape(-1)[t],
    lambda lp, t, at: lp[0, t],
    lambda lp, t, at: lp[-1, t],
)
"""Chosen tokens looked up along a wrong axis: log-probs, tokens, places → one number a place, or None."""


def lookalikes(truth: Truth, returns: str) -> dict[str, list[Any]]:
    """What a scorer of this truth may return that a diagnosis of the number does not cover, by code."""
    if not truth.counts().any():
        return {}
    logits, tokens = (
        np.asarray(x)[None] if truth.logits.ndim == 2 else np.asarray(x) for x in (truth.logits, truth.tokens)
    )
    scored = np.atleast_2d(truth.scored)
    wide = logits.astype(np.float64)
    with np.errstate(all="ignore"):
        wide = wide - wide.max(-1, keepdims=True)
        logprobs = wide - np.log(np.exp(wide).sum(-1, keepdims=True))
    if truth.layout == "causal":
        logprobs, tokens, scored = logprobs[:, :-1], tokens[:, 1:], scored[:, 1:]
    found: dict[str, list[Any]] = {"SEQ205": _wrong_axes(logprobs, tokens, scored, returns)}
    looked_up = np.maximum(np.where(tokens < 0, tokens + logits.shape[-1], tokens), 0)
    chosen = np.take_along_axis(logprobs, looked_up[..., None], -1)[..., 0]
    if (scored != scored.any()).any():
        inverse = ~scored
        found["SEQ307"] = [combine(np.where(inverse, chosen, 0).sum(-1), inverse.sum(-1), returns)]
    real = scored & (tokens != 0)
    if (real != scored).any():
        sums = np.where(real, chosen, 0).sum(-1)
        found["SEQ317"] = [combine(sums, real.sum(-1), returns), combine(sums, scored.sum(-1), returns)]
    if (tokens < 0).any() and logits.shape[-1] > -IGNORED:
        everything = chosen.sum(-1)
        found["SEQ210"] = [combine(everything, n, returns) for n in (scored.sum(-1), tokens.shape[-1])]
    single = truth.logits.ndim == 2
    return {code: [v.reshape(()) if single else v for v in values] for code, values in found.items()}


def _wrong_axes(logprobs: Array, tokens: Array, scored: Array, returns: str) -> list[Any]:
    """Chosen tokens looked up along time, along the flattened array, or in one row for all."""
    count, length = scored.sum(-1), logprobs.shape[1]
    at = np.arange(length)
    sums = []
    for pick in PICKS:
        rows = [pick(lp, np.clip(t, 0, None), at) for lp, t in zip(logprobs, tokens, strict=True)]
        if all(row is not None for row in rows):
            sums.append(np.where(scored, np.stack([np.asarray(row) for row in rows]), 0).sum(-1))
    size = logprobs.shape[-1]
    return [combine(total, n, returns) for total in sums for n in (count, count * length, count * size)]
