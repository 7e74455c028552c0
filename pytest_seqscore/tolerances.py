"""How far a correct implementation may be off: a bound from the arithmetic and the data, not a guess.

With ``u`` the unit roundoff of the arithmetic, ``p = softmax(x)``, ``H`` its entropy, ``L = logsumexp(x)``,
``l = x_k - L`` the log-probability of the chosen token ``k``, ``D = max(x) - x_k`` and ``h`` the longest
chain of additions over the vocabulary, made in precision ``u_sum``:

    τ_token = min(h·u_sum, Σ_j min(p_j, u_sum) + 16·u_sum)        additions over the vocabulary
            + u·(H + 5 + ln V + |l| + max(D, |L|))                  exp, log and the two subtractions
            + u·|l|                                                 the result stored
    τ_sum   = Σ τ_token + u_sum·g(T)·Σ|l| + u·|S|                   g = T - 1, or ⌈log2 T⌉ + 2 pairwise

The first term is the one that fixed tolerances miss: a lane that adds V/8 numbers one after another drops
those smaller than ``u`` times what it holds, in every row alike, so the errors of the tokens of a sequence
add up linearly and a bound that grows with the square root of T would be unsafe. Implementations in half
precision store their values so, but add in float32, as torch, numpy and jax do; ``bfloat16 sum`` in
``LADDER`` is what adding in half precision costs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pytest_seqscore.arrays import bad_input, dtype_name
from pytest_seqscore.problem import LOG_BASE, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

Quantity = Literal["logprob", "mean_logprob", "perplexity", "token_logprobs", "bits_per_byte"]


@dataclass(frozen=True)
class Arithmetic:
    """How an implementation computes.

    ``unit`` is the unit roundoff of what it stores, ``sum_unit`` that of its additions, ``lanes`` how many
    partial sums it keeps over the vocabulary (0: pairwise). Numbers above ``largest`` become infinite, those
    below ``smallest`` may become 0.
    """

    name: str
    unit: float
    sum_unit: float
    lanes: int
    largest: float
    smallest: float

    def chain(self, vocab_size: int) -> float:
        """``h``: the longest chain of additions over the vocabulary."""
        return vocab_size / self.lanes if self.lanes else 16.0 + math.log2(max(2, vocab_size))

    def terms(self, length: Any) -> Any:
        """``g``: how many roundings a sum over ``length`` tokens may see."""
        if self.lanes:
            return np.maximum(0, np.asarray(length) - 1)
        return np.ceil(np.log2(np.maximum(1, length))) + 2


_DOUBLE, _SINGLE, _HALF, _BRAIN = 2.0**-53, 2.0**-24, 2.0**-11, 2.0**-8
_DOUBLE_RANGE = (float(np.finfo(np.float64).max), float(np.finfo(np.float64).tiny))
_SINGLE_RANGE = (float(np.finfo(np.float32).max), float(np.finfo(np.float32).tiny))  # also that of bfloat16
_HALF_RANGE = (65504.0, 2.0**-24)  # no library flushes its subnormal numbers to 0

LADDER = (
    Arithmetic("float64", _DOUBLE, _DOUBLE, 8, *_DOUBLE_RANGE),
    Arithmetic("float32 pairwise", _SINGLE, _SINGLE, 0, *_SINGLE_RANGE),
    Arithmetic("float32 SIMD", _SINGLE, _SINGLE, 8, *_SINGLE_RANGE),
    Arithmetic("float32 sequential", _SINGLE, _SINGLE, 1, *_SINGLE_RANGE),
    Arithmetic("float16", _HALF, _SINGLE, 8, *_HALF_RANGE),
    Arithmetic("bfloat16", _BRAIN, _SINGLE, 8, *_SINGLE_RANGE),
    Arithmetic("bfloat16 sum", _BRAIN, _BRAIN, 1, *_SINGLE_RANGE),
)
"""The ways to compute a score, the most exact first."""

_BY_NAME = {arithmetic.name: arithmetic for arithmetic in LADDER}
_BY_DTYPE = {
    "float64": _BY_NAME["float64"],
    "float32": _BY_NAME["float32 SIMD"],
    "float16": _BY_NAME["float16"],
    "bfloat16": _BY_NAME["bfloat16"],
}
_WIDER = {"longdouble": "float64", "float128": "float64", "float96": "float64", "half": "float16"}


def arithmetic_of(dtype: Any) -> Arithmetic:
    """The arithmetic of a dtype given by name, as a class or by its library (``"float32"``, ``np.float32``,
    ``torch.bfloat16``), or an entry of ``LADDER`` or its name.

    Raises:
        SeqScoreInputError: no float dtype is meant.
    """
    if isinstance(dtype, Arithmetic):
        return dtype
    if isinstance(dtype, str) and dtype in _BY_NAME:
        return _BY_NAME[dtype]
    name = dtype if isinstance(dtype, str) else getattr(dtype, "name", None) or _class_name(dtype)
    name = name.rpartition(".")[2]
    try:
        return _BY_DTYPE[_WIDER.get(name, name)]
    except KeyError:
        raise bad_input("dtype", repr(dtype)[:40], ", ".join(_BY_DTYPE)) from None


def _class_name(dtype: Any) -> str:
    return dtype.__name__ if isinstance(dtype, type) else str(dtype)


def precision(actual: Any, logits_dtype: str, dtype: Any = None) -> Arithmetic:
    """The arithmetic that ``actual`` promises: of ``dtype`` where stated, else of the dtype of ``actual``.

    Python floats carry no dtype and follow the logits. Where those have none either (lists, integers,
    float8), float32 is assumed: what torch and jax make of a list.
    """
    if dtype is not None:
        return arithmetic_of(dtype)
    own = dtype_name(actual)
    if isinstance(actual, float):  # numpy's float64 scalar is one too, and says so
        own = own if type(actual) is not float else ""
    for name in (own, logits_dtype):
        name = _WIDER.get(name, name)
        if name in _BY_DTYPE:
            return _BY_DTYPE[name]
    return _BY_DTYPE["float32"]


def token_tolerance(
    arithmetic: Any,
    vocab_size: int,
    *,
    logprob: Any,
    entropy: Any,
    log_partition: Any = 0.0,
    gap: Any = 0.0,
    tail: Any = None,
) -> NDArray[np.float64]:
    """τ_token of the module's formula, for one token or arrays of them, in nats.

    Args:
        arithmetic: a dtype or an ``Arithmetic``.
        vocab_size: V.
        logprob, entropy, log_partition, gap: ``l``, ``H``, ``L`` and ``D`` of each token.
        tail: Σ_j min(p_j, u_sum) of each token; unknown (None): at most min(1, V·u_sum).
    """
    a = arithmetic_of(arithmetic)
    size = np.abs(logprob)
    lost = min(1.0, vocab_size * a.sum_unit) if tail is None else tail
    adding = np.minimum(a.chain(vocab_size) * a.sum_unit, lost + 16.0 * a.sum_unit)
    steps = entropy + 5.0 + math.log(max(1, vocab_size)) + size + np.maximum(gap, np.abs(log_partition))
    return np.asarray(adding + a.unit * steps + a.unit * size, dtype=np.float64)


def tolerance(
    dtype: Any,
    vocab_size: int,
    length: int = 1,
    *,
    logprobs: Any = None,
    entropies: Any = None,
    log_partitions: Any = 0.0,
    gaps: Any = None,
    tails: Any = None,
) -> float:
    """How far a correct sequence log-probability of ``length`` tokens may be off, in nats (τ_sum).

    The data sharpen it; every argument after ``length`` is one number for all tokens or one a token.

    Args:
        dtype: of the result, which stands for the arithmetic: "float64", "float32", "float16", "bfloat16",
            a numpy or torch dtype, or a name in ``LADDER``.
        vocab_size: V.
        length: T, the number of scored tokens.
        logprobs: natural-log probabilities of the tokens; unknown: -ln V, those of a uniform model.
        entropies: of the distributions, in nats; unknown: ln V, the most there can be.
        log_partitions: logsumexp of the logits, which carries a common offset of them; unknown: 0.
        gaps: largest logit minus the chosen one; unknown: the size of the log-probability.
        tails: Σ_j min(p_j, u), the mass that additions may lose; unknown: min(1, V·u).

    Raises:
        SeqScoreInputError: unknown dtype, or V or T not positive.
    """
    for argument, value in (("vocab_size", vocab_size), ("length", length)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
            raise bad_input(argument, repr(value)[:40], "a positive int")
    a = arithmetic_of(dtype)
    lp = np.asarray(-math.log(vocab_size) if logprobs is None else logprobs, float)
    lp = np.broadcast_to(lp, (length,))
    each = token_tolerance(
        a,
        vocab_size,
        logprob=lp,
        entropy=math.log(vocab_size) if entropies is None else np.asarray(entropies, float),
        log_partition=np.asarray(log_partitions, float),
        gap=np.abs(lp) if gaps is None else np.asarray(gaps, float),
        tail=None if tails is None else np.asarray(tails, float),
    )
    size = float(np.abs(lp).sum())
    return float(each.sum() + a.sum_unit * a.terms(length) * size + a.unit * size)


def token_bounds(problem: Problem, dtype: Any) -> NDArray[np.float64]:
    """τ_token of every scored token, ``[B, T]`` in nats, NaN elsewhere; from the distributions themselves.

    Where only token log-probs are given they are taken as they are, and only their conversion to the
    arithmetic's precision is allowed for. Logits that are wider than the arithmetic are rounded to it
    first, which costs ``u·(2|L| + |l| + H)`` more. A change of base is one more rounding.
    """
    a = arithmetic_of(dtype)
    size = np.abs(problem.token_logprobs())
    rebased = 2.0 * a.unit * size if problem.base != "e" else np.zeros_like(size)
    if problem.logits is None:
        return a.unit * size + rebased
    stats = problem.stats
    log_z = stats.top + stats.log_rest
    tail = None
    if a.chain(problem.vocab_size) > 16.0:
        tail = problem.tail_mass(a.sum_unit)
    bound = token_tolerance(
        a,
        problem.vocab_size,
        logprob=stats.logprob,
        entropy=stats.entropy,
        log_partition=log_z,
        gap=-stats.logprob - stats.log_rest,
        tail=tail,
    )
    if precision(None, problem.logits_dtype).unit < a.unit:
        bound = bound + a.unit * (2.0 * np.abs(log_z) + size + stats.entropy)
    return bound + rebased


def bounds(problem: Problem, quantity: Quantity, dtype: Any, num_bytes: Any = None) -> NDArray[np.float64]:
    """The tolerance of ``quantity``, in its own units: ``[B, T]`` for token log-probs, else ``[B]``.

    It is infinite where a log-probability is, and NaN where the quantity is not defined.
    """
    a = arithmetic_of(dtype)
    each = token_bounds(problem, a)
    scale: float = LOG_BASE[problem.base]
    if quantity == "token_logprobs":
        return each / scale
    n = problem.n_scored
    size: NDArray[np.float64] = np.nansum(np.abs(problem.token_logprobs()), axis=-1)
    rounded = a.unit * size  # each operation on the result rounds it once
    total = np.nansum(each, axis=-1) + a.sum_unit * a.terms(n) * size + rounded
    if problem.base != "e":
        total = total + 2.0 * rounded
    if quantity == "logprob":
        return np.asarray(total / scale)
    if quantity == "bits_per_byte":
        return np.asarray((total + 3.0 * rounded) / (LOG_BASE[2] * np.asarray(num_bytes, dtype=np.float64)))
    with np.errstate(all="ignore"):
        mean = (total + 2.0 * rounded) / n
        if quantity == "mean_logprob":
            return np.asarray(mean / scale)
        return np.asarray(np.exp(size / n) * (np.expm1(mean) + 4.0 * a.unit))


def distribution_bounds(
    log_p: NDArray[np.float64], x: NDArray[np.float64], dtype: Any, input_dtype: str = ""
) -> Any:
    """τ_token of every entry of whole distributions: how far a correct log-softmax may be off.

    Args:
        log_p, x: exact log-probabilities and the logits behind them, the vocabulary last.
        dtype: the arithmetic.
        input_dtype: the dtype of the logits; where it is wider they are rounded first.
    """
    a = arithmetic_of(dtype)
    p = np.exp(log_p)
    entropy = -np.multiply(p, log_p, out=np.zeros_like(p), where=p > 0.0).sum(-1, keepdims=True)
    top = x.max(-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        log_z = top - log_p.max(-1, keepdims=True)
        tail = np.minimum(p, a.sum_unit).sum(-1, keepdims=True)
        size = x.shape[-1]
        bound = token_tolerance(
            a, size, logprob=log_p, entropy=entropy, log_partition=log_z, gap=top - x, tail=tail
        )
        if precision(None, input_dtype).unit < a.unit:
            bound = bound + a.unit * (2.0 * np.abs(log_z) + np.abs(log_p) + entropy)
    return bound


def fitting(error: Any, problem: Problem, quantity: Quantity, num_bytes: Any = None) -> Arithmetic | None:
    """The most exact arithmetic of ``LADDER`` whose tolerance covers ``error``, or None where none does.

    Args:
        error: distance from the exact value, shaped as ``bounds`` is.
    """
    for arithmetic in LADDER:
        allowed = bounds(problem, quantity, arithmetic, num_bytes)
        if bool(((np.abs(error) <= allowed) | np.isnan(allowed)).all()):
            return arithmetic
    return None
