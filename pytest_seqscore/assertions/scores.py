"""Assertions on the score of a sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.assertions.compare import Standard, close
from pytest_seqscore.oracle.scoring import check_not_empty, evaluate
from pytest_seqscore.problem import Problem, Tail
from pytest_seqscore.tolerances import Quantity, bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from typing_extensions import Unpack

    Floats = NDArray[np.float64]


def assert_sequence_logprob(
    actual: Any,
    logits: Any = None,
    tokens: Any = None,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
    **tail: Unpack[Tail],
) -> None:
    """``actual`` is the log-probability of the scored tokens: their sum, a float or ``[B]``.

    Args:
        actual: what the code under test returned.
        logits, tokens, **tail: as for ``oracle.sequence_logprob``; or ``token_logprobs=`` alone.

    Raises:
        SeqScoreAssertionError: it is not; the first line names the bug.
        SeqScoreInputError: the other arguments cannot be scored.
    """
    __tracebackhide__ = True
    _assert_score("logprob", actual, Problem.build(logits, tokens, **tail), Standard(rtol, atol, dtype, msg))


def assert_token_logprobs(
    actual: Any,
    logits: Any = None,
    tokens: Any = None,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
    **tail: Unpack[Tail],
) -> None:
    """``actual`` holds log p of every scored token: shaped as ``tokens``; other entries are not looked at.

    For causal logits it may start at token 1, and for one sequence it may hold the scored tokens only.
    Raises as ``assert_sequence_logprob``.
    """
    __tracebackhide__ = True
    problem = Problem.build(logits, tokens, **tail)
    _assert_score("token_logprobs", actual, problem, Standard(rtol, atol, dtype, msg))


def assert_mean_logprob(
    actual: Any,
    logits: Any = None,
    tokens: Any = None,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
    **tail: Unpack[Tail],
) -> None:
    """``actual`` is the mean log-probability of the scored tokens: a float or ``[B]``.

    Empty rows of a batch are not compared. Raises as ``assert_sequence_logprob``.
    """
    __tracebackhide__ = True
    problem = Problem.build(logits, tokens, **tail)
    check_not_empty(problem, "mean")
    _assert_score("mean_logprob", actual, problem, Standard(rtol, atol, dtype, msg))


def assert_perplexity(
    actual: Any,
    logits: Any = None,
    tokens: Any = None,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
    **tail: Unpack[Tail],
) -> None:
    """``actual`` is exp(-mean log-probability) of the scored tokens: a float or ``[B]``.

    Empty rows of a batch are not compared. Raises as ``assert_sequence_logprob``.
    """
    __tracebackhide__ = True
    problem = Problem.build(logits, tokens, **tail)
    check_not_empty(problem, "perplexity")
    _assert_score("perplexity", actual, problem, Standard(rtol, atol, dtype, msg))


def assert_bits_per_byte(
    actual: Any,
    logits: Any = None,
    tokens: Any = None,
    *,
    num_bytes: Any,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: Any = None,
    msg: str | None = None,
    **tail: Unpack[Tail],
) -> None:
    """``actual`` is -log2 p(scored tokens) / ``num_bytes``: a float or ``[B]``.

    Args:
        num_bytes: length of the scored text in UTF-8 bytes: an int, or one for each sequence.

    Raises as ``assert_sequence_logprob``.
    """
    __tracebackhide__ = True
    problem = Problem.build(logits, tokens, **tail)
    _assert_score("bits_per_byte", actual, problem, Standard(rtol, atol, dtype, msg), num_bytes)


def _assert_score(
    quantity: Quantity, actual: Any, problem: Problem, standard: Standard, num_bytes: Any = None
) -> None:
    __tracebackhide__ = True
    if problem.logits is not None:
        problem.stats  # noqa: B018  one pass gives the log-probs and what their tolerance needs
    expected = evaluate(problem, quantity, num_bytes)
    arithmetic = standard.precision(actual, problem.logits_dtype)
    values = _read(actual, problem, quantity, standard)
    allowed = standard.allowed(expected, lambda: bounds(problem, quantity, arithmetic, num_bytes))
    if close(values, expected, allowed, arithmetic).all():
        return
    from pytest_seqscore.diagnosis import diagnose_problem
    from pytest_seqscore.diagnosis.render import failure_text
    from pytest_seqscore.diagnosis.source import decoder, findings

    if quantity in ("mean_logprob", "perplexity") and not problem.n_scored.all():
        # empty rows have no mean that could be wrong
        rows = problem.n_scored > 0
        problem, values, allowed = problem.only(rows), values[rows], allowed[rows]
    shaped = values if problem.batched else values[0]
    report = diagnose_problem(
        shaped, problem, quantity=quantity, dtype=arithmetic, num_bytes=num_bytes, allowed=allowed
    )
    found = findings(codes={code for match in report.matches for code in match.codes})
    text = failure_text(report, problem, why=standard.stated, findings=found, decode=decoder())
    raise standard.failure(text, report)


def _read(actual: Any, problem: Problem, quantity: Quantity, standard: Standard) -> Floats:
    """``actual`` as ``[B]``, or as ``[B, T]`` for token log-probs."""
    __tracebackhide__ = True
    values = standard.numbers(actual)
    batch = problem.shape[0]
    if quantity == "token_logprobs":
        return _spread(values if problem.batched else values[None], problem, standard)
    if values.shape == (batch,) or (batch == 1 and values.size == 1):
        return values.reshape(-1)
    if values.size == 1:
        from pytest_seqscore.assertions import mistakes

        merged = mistakes.batch_merged(float(values.reshape(-1)[0]), problem)
        report = mistakes.of(merged, quantity, merged.value, None, None)
        raise standard.failure(mistakes.text(report, ""), report)
    expected = f"one number a sequence, shape ({batch},)" if problem.batched else "one number"
    raise standard.failure(f"got an array of shape {values.shape}, expected {expected}")


def _spread(values: Floats, problem: Problem, standard: Standard) -> Floats:
    """Token log-probs in the places of their tokens, ``[B, T]``, whichever way they were given."""
    __tracebackhide__ = True
    out = np.full(problem.shape, np.nan)
    batch, size = problem.shape
    if values.shape == (batch, size):
        return values
    if problem.layout == "causal" and values.shape == (batch, size - 1):
        out[:, 1:] = values
    elif not problem.batched and values.shape == (1, problem.n_scored[0]):
        out[problem.scored] = values[0]
    else:
        given, wanted = (shape if problem.batched else shape[1:] for shape in (values.shape, problem.shape))
        raise standard.failure(f"got token log-probs of shape {given}, expected {wanted}")
    return out
