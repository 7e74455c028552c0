"""From logits to one score: select, span and reduce, each exactly once and in float64.

``logits, tokens`` and the keywords of ``Tail`` mean the same in every function here; see ``Problem``.
Alone, ``token_logprobs=`` (natural logarithms) takes their place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pytest_seqscore.arrays import bad_input, to_numpy
from pytest_seqscore.errors import SeqScoreInputError
from pytest_seqscore.problem import LOG_BASE, Base, Problem, Tail

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from typing_extensions import Unpack

    from pytest_seqscore.tolerances import Quantity

    Floats = NDArray[np.float64]


def evaluate(problem: Problem, quantity: Quantity, num_bytes: Any = None) -> Floats:
    """The exact ``quantity`` of every sequence: ``[B, T]`` for token log-probs, else ``[B]``.

    Sums are correctly rounded. The mean and the perplexity of an empty completion are NaN.
    """
    each = problem.token_logprobs()
    scale = LOG_BASE[problem.base]
    if quantity == "token_logprobs":
        return each / scale
    total = np.array([math.fsum(row[keep]) for row, keep in zip(each, problem.scored, strict=True)])
    if quantity == "logprob":
        return total / scale
    if quantity == "bits_per_byte":
        return -total / LOG_BASE[2] / read_counts(num_bytes, "num_bytes", len(total)) + 0.0
    with np.errstate(invalid="ignore", over="ignore"):
        mean = total / problem.n_scored
        return np.asarray(np.exp(-mean) if quantity == "perplexity" else mean / scale)


def token_logprobs(logits: Any = None, tokens: Any = None, **tail: Unpack[Tail]) -> Floats:
    """log p(token) of every scored token: ``[T]`` or ``[B, T]``, NaN where a token is not scored.

    In nats, or in the unit of ``base``.

    Raises:
        SeqScoreInputError: the arguments do not fit, or a scored row cannot be normalised.
    """
    problem = Problem.build(logits, tokens, **tail)
    values = evaluate(problem, "token_logprobs")
    return values if problem.batched else values[0]


def sequence_logprob(logits: Any = None, tokens: Any = None, **tail: Unpack[Tail]) -> Any:
    """Σ log p(token) over the scored tokens: a float, or ``[B]``; 0.0 for an empty completion.

    By the chain rule the log-probability of the completion given its prompt. Raises as ``token_logprobs``.
    """
    problem = Problem.build(logits, tokens, **tail)
    return _plain(problem, evaluate(problem, "logprob"))


def mean_logprob(logits: Any = None, tokens: Any = None, **tail: Unpack[Tail]) -> Any:
    """Mean log p(token) over the scored tokens: a float, or ``[B]`` with NaN for empty completions.

    Raises:
        SeqScoreInputError: as ``token_logprobs``, or where a single sequence has no scored token.
    """
    problem = Problem.build(logits, tokens, **tail)
    check_not_empty(problem, "mean")
    return _plain(problem, evaluate(problem, "mean_logprob"))


def perplexity(logits: Any = None, tokens: Any = None, **tail: Unpack[Tail]) -> Any:
    """exp(-mean log p(token)), the same in every base: a float, or ``[B]``. Raises as ``mean_logprob``."""
    problem = Problem.build(logits, tokens, **tail)
    check_not_empty(problem, "perplexity")
    return _plain(problem, evaluate(problem, "perplexity"))


def bits_per_byte(logits: Any = None, tokens: Any = None, *, num_bytes: Any, **tail: Unpack[Tail]) -> Any:
    """-log2 p(completion) / ``num_bytes``: a float, or ``[B]``; always in bits.

    Args:
        num_bytes: length of the scored text in UTF-8 bytes: an int, or one for each sequence.

    Raises:
        SeqScoreInputError: as ``token_logprobs``, or where ``num_bytes`` is not positive.
    """
    problem = Problem.build(logits, tokens, **tail)
    return _plain(problem, evaluate(problem, "bits_per_byte", num_bytes))


@dataclass(frozen=True, eq=False)
class SequenceScore:
    """Everything there is to say about a scored sequence (or, with a batch axis, sequences).

    Attributes:
        logprob: the sum over scored tokens, a float or ``[B]``.
        token_logprobs: ``[T]`` or ``[B, T]``, NaN where a token is not scored.
        tokens: the token ids as given, or None where only ``token_logprobs`` were.
        n_scored: how many tokens are scored, an int or ``[B]``.
        mean_logprob, perplexity: floats or ``[B]``; NaN for an empty completion.
        ranks: for every entry of ``token_logprobs`` the rank of the token, 1 for the most likely; tied
            tokens share the better rank. NaN where not scored.
        argmax: likewise the most likely token (the first of equals).
        is_greedy: whether every scored token is that; None where only ``token_logprobs`` were given.
        entropies: likewise the entropy of the distribution.
        base: the unit of all log-probabilities and entropies.
    """

    logprob: Any
    token_logprobs: Floats
    tokens: NDArray[np.int64] | None
    n_scored: Any
    mean_logprob: Any
    perplexity: Any
    ranks: Floats
    argmax: Floats
    is_greedy: Any
    entropies: Floats
    base: Base = "e"


def score(logits: Any = None, tokens: Any = None, **tail: Unpack[Tail]) -> SequenceScore:
    """Score a sequence, or a batch of them, and say how each token stood among the others.

    Raises as ``token_logprobs``.
    """
    problem = Problem.build(logits, tokens, **tail)
    unknown = np.full(problem.shape, np.nan)
    ranks, argmax, entropies, greedy = unknown, unknown.copy(), unknown.copy(), None
    if problem.logits is not None and problem.tokens is not None:
        stats = problem.stats
        ranks = np.where(problem.scored, stats.rank, np.nan)
        argmax = np.where(problem.scored, stats.argmax, np.nan)
        entropies = stats.entropy / LOG_BASE[problem.base]
        greedy = _plain(problem, ((stats.argmax == problem.tokens) | ~problem.scored).all(-1), bool)

    def shaped(values: Any) -> Any:
        return values if problem.batched else values[0]

    return SequenceScore(
        logprob=_plain(problem, evaluate(problem, "logprob")),
        token_logprobs=shaped(evaluate(problem, "token_logprobs")),
        tokens=None if problem.tokens is None else shaped(problem.tokens),
        n_scored=_plain(problem, problem.n_scored, int),
        mean_logprob=_plain(problem, evaluate(problem, "mean_logprob")),
        perplexity=_plain(problem, evaluate(problem, "perplexity")),
        ranks=shaped(ranks),
        argmax=shaped(argmax),
        is_greedy=greedy,
        entropies=shaped(entropies),
        base=problem.base,
    )


def corpus_perplexity(
    scores: Iterable[Any],
    unit: Literal["token", "word", "byte"] = "token",
    counts: Sequence[int] | None = None,
) -> float:
    """exp(-Σ log p / Σ units) over a whole corpus: texts weigh by their length, not one each.

    Args:
        scores: one a text: a ``SequenceScore``, token log-probs (nats), or ``(logits, tokens)``.
        unit: what the perplexity is per. Tokens are counted from the scores.
        counts: words or bytes of each text, for the other units.

    Raises:
        SeqScoreInputError: no scored tokens at all, an unknown unit, or counts that do not fit.
    """
    if unit not in ("token", "word", "byte"):
        raise bad_input("unit", repr(unit)[:40], '"token", "word" or "byte"')
    if isinstance(scores, SequenceScore):
        scores = [scores]
    read = [_nats_and_count(item, number) for number, item in enumerate(scores)]
    totals = np.concatenate([totals for totals, _ in read] or [np.zeros(0)])
    n = np.concatenate([n for _, n in read] or [np.zeros(0)])
    if unit != "token":
        if counts is None:
            raise bad_input("counts", "nothing", f"the number of {unit}s of each text")
        n = read_counts(counts, "counts", len(totals))
    elif counts is not None:
        raise bad_input("counts", 'counts with unit="token"', "none", "tokens are counted from the scores")
    if not n.sum():
        raise bad_input("scores", "no scored token", "at least one", "an empty corpus has no perplexity")
    with np.errstate(over="ignore"):
        return float(np.exp(-math.fsum(totals) / n.sum()))


def _nats_and_count(item: Any, number: int) -> tuple[Floats, NDArray[Any]]:
    if isinstance(item, SequenceScore):
        return np.atleast_1d(np.asarray(item.logprob)) * LOG_BASE[item.base], np.atleast_1d(item.n_scored)
    problem = as_problem(item, f"scores[{number}]")
    return evaluate(problem, "logprob") * LOG_BASE[problem.base], problem.n_scored


def as_problem(item: Any, name: str) -> Problem:
    """A ``Problem`` from token log-probs, ``(logits, tokens)``, or a mapping of arguments of ``build``.

    Raises:
        SeqScoreInputError: prefixed by ``name``.
    """
    try:
        if isinstance(item, dict):
            return Problem.build(**item)
        if isinstance(item, (tuple, list)) and len(item) == 2 and len(getattr(item[0], "shape", ())) > 1:
            return Problem.build(item[0], item[1])
        if isinstance(item, (tuple, list)) and len(item) == 2 and _is_nested(item[0]):
            return Problem.build(item[0], item[1])
        return Problem.build(token_logprobs=item)
    except SeqScoreInputError as error:
        raise SeqScoreInputError(f"{name}: {error}") from None
    except TypeError as error:
        raise SeqScoreInputError(f"{name}: {str(error).partition(' ')[2]}") from None


def _is_nested(item: Any) -> bool:
    return isinstance(item, (list, tuple)) and len(item) > 0 and np.ndim(item[0]) > 0


def check_not_empty(problem: Problem, what: str) -> None:
    """Raise where a single sequence has no scored token, so ``what`` would divide by zero."""
    if not problem.batched and not problem.scored.any():
        raise bad_input("tokens", "no scored token", f"at least one: an empty completion has no {what}")


def read_counts(counts: Any, argument: str, size: int) -> NDArray[np.int64]:
    """Positive ints, one for all or one for each of ``size`` sequences.

    Raises:
        SeqScoreInputError: anything else.
    """
    values = to_numpy(counts, argument)
    if values.dtype.kind not in "iu" or values.shape not in ((), (size,)):
        found = f"{values.dtype.name} of shape {values.shape}" if values.shape else repr(counts)[:40]
        raise bad_input(argument, found, f"a positive int, or {size} of them")
    if values.size and values.min() < 1:
        raise bad_input(argument, str(values.min()), "a positive int")
    return np.broadcast_to(values.astype(np.int64), (size,))


def _plain(problem: Problem, values: NDArray[Any], kind: type = float) -> Any:
    return values if problem.batched else kind(values[0])
