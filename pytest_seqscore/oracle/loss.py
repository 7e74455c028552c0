"""Cross entropy over tokens and its gradient, as training code defines them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pytest_seqscore.arrays import bad_input
from pytest_seqscore.kernels import for_each_block
from pytest_seqscore.problem import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Reduction = Literal["mean", "sum", "none"]


def cross_entropy(
    logits: Any, targets: Any, reduction: Reduction = "mean", *, ignore_index: int | None = -100
) -> Any:
    """-log p(target) in nats: its mean or sum over all targets of all sequences, or one a target.

    Args:
        logits: ``[T, V]`` or ``[B, T, V]``, aligned with the targets; the vocabulary is the last axis.
        targets: int ``[T]`` or ``[B, T]``.
        reduction: "mean" over the targets that count, "sum", or "none": shaped as ``targets``, 0.0 where a
            target is ignored, since it adds nothing.
        ignore_index: targets with this id do not count.

    Raises:
        SeqScoreInputError: arguments that do not fit, or the mean of no target.
    """
    _check(reduction, ("mean", "sum", "none"))
    problem = Problem.build(logits, targets, ignore_index=ignore_index)
    losses = np.where(problem.scored, -problem.token_logprobs(), 0.0) + 0.0
    if reduction == "none":
        return losses if problem.batched else losses[0]
    total = math.fsum(losses[problem.scored])
    return total / _count(problem) if reduction == "mean" else total


def cross_entropy_grad(
    logits: Any, targets: Any, reduction: Literal["mean", "sum"] = "sum", *, ignore_index: int | None = -100
) -> Floats:
    """Gradient of the cross entropy by the logits: softmax − one-hot, float64 shaped as ``logits``.

    Rows of ignored targets are 0. With ``reduction="mean"`` it is divided by the number of targets that
    count. At the target it is -(1 - p), summed over the other entries where p is near 1.

    Raises:
        SeqScoreInputError: arguments that do not fit, or the mean of no target.
    """
    _check(reduction, ("mean", "sum"))
    problem = Problem.build(logits, targets, ignore_index=ignore_index)
    assert problem.logits is not None and problem.tokens is not None
    ids = problem.tokens.reshape(-1)
    out = np.zeros(problem.logits.shape)
    flat = out.reshape(len(ids), -1)
    problem.token_logprobs()  # finds rows that cannot be normalised

    def fill(part: NDArray[Any], at: NDArray[np.int64], scratch: Floats) -> None:
        each = np.arange(len(part))
        e = part.astype(np.float64)
        top = e.argmax(-1)
        e -= e[each, top][:, None]
        np.exp(e, out=e)
        e[each, top] = 0.0
        rest = e.sum(-1)
        e[each, top] = 1.0
        e /= (1.0 + rest)[:, None]
        target = ids[at]
        e[each, target] = np.where(target == top, -rest / (1.0 + rest), e[each, target] - 1.0)
        flat[at] = e

    for_each_block(problem.logits, problem.scored.reshape(problem.logits.shape[:-1]), fill)
    if reduction == "mean":
        out /= _count(problem)
    return out


def _check(reduction: Any, known: tuple[str, ...]) -> None:
    if reduction not in known:
        raise bad_input("reduction", repr(reduction)[:40], " or ".join(f'"{name}"' for name in known))


def _count(problem: Problem) -> int:
    count = int(problem.scored.sum())
    if not count:
        raise bad_input("targets", "none that count", 'at least one for reduction="mean"', "all are ignored")
    return count
