"""Which bug a wrong score is: the right pipeline redone with one step, or two, replaced by a known wrong
version.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.arrays import bad_input, to_numpy
from pytest_seqscore.diagnosis.evidence import Evidence
from pytest_seqscore.diagnosis.match import CHANCE, Case, Found, Verdict, explain
from pytest_seqscore.diagnosis.pipeline import AVERAGES, QUANTITIES, Context, Quantity, finish, reduce
from pytest_seqscore.diagnosis.report import DiagnosisReport, Match, Token
from pytest_seqscore.problem import LOG_BASE, Problem, Tail
from pytest_seqscore.tolerances import Arithmetic, arithmetic_of, bounds, precision
from seqscore_lint.codes import CODES

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from typing_extensions import Unpack

    Floats = NDArray[np.float64]

__all__ = ["DiagnosisReport", "Match", "diagnose", "diagnose_problem"]


TWINS = (
    frozenset({"SEQ204", "SEQ211"}),
    frozenset({"SEQ302", "SEQ316"}),
    frozenset({"SEQ413", "SEQ420"}),
    frozenset({"SEQ108", "SEQ110"}),
)
"""Codes that give the same number on every input: of a top-k the last two, on perplexity those before."""


def diagnose(
    actual: Any,
    logits: Any = None,
    tokens: Any = None,
    *,
    quantity: Quantity = "logprob",
    num_bytes: Any = None,
    dtype: Any = None,
    **tail: Unpack[Tail],
) -> DiagnosisReport:
    """Say which bug turns the right score of ``tokens`` into ``actual``.

    Args:
        actual: the score: a float for logits ``[T, V]``, ``[B]`` for ``[B, T, V]``, one float for a corpus
            perplexity; token log-probs are shaped as ``tokens``.
        logits: ``[T, V]`` or ``[B, T, V]``; or pass ``token_logprobs=`` alone.
        tokens: ids, ``[T]`` or ``[B, T]``.
        quantity: what ``actual`` is meant to be.
        num_bytes: UTF-8 bytes of the scored text (of each text), for "bits_per_byte".
        dtype: the precision that ``actual`` promises; default its own, for a Python float that of the logits.
        **tail: layout, prompt_length, mask, ignore_index, base, token_logprobs, as everywhere.

    Returns:
        DiagnosisReport: ``correct``, or else the matches, best first, none where no known bug gives
            ``actual``.

    Raises:
        SeqScoreInputError: the arguments do not fit, or the quantity is not defined for them.
    """
    problem = Problem.build(logits, tokens, **tail)
    return diagnose_problem(actual, problem, quantity=quantity, dtype=dtype, num_bytes=num_bytes)


@np.errstate(all="ignore")  # wrong formulas overflow, divide by 0 and take logs of it
def diagnose_problem(
    actual: Any,
    problem: Problem,
    *,
    quantity: Quantity = "logprob",
    dtype: Any = None,
    num_bytes: Any = None,
    allowed: Any = None,
) -> DiagnosisReport:
    """As ``diagnose``, on checked arguments; ``allowed`` in place of the computed tolerance."""
    if quantity not in QUANTITIES:
        raise bad_input("quantity", repr(quantity)[:40], ", ".join(QUANTITIES))
    context = _context(problem, quantity, num_bytes)
    arithmetic = precision(actual, problem.logits_dtype, dtype)
    values = _read_actual(actual, problem, quantity)
    length = problem.n_scored.astype(np.float64)
    if problem.logits is not None:
        problem.stats  # noqa: B018  one pass gives the log-probs and what their tolerance needs
    expected = np.asarray(reduce(problem.token_logprobs(), problem.scored, length, context, finish)).ravel()
    at = _compared(problem, quantity)
    if allowed is None:
        allowed = _bounds(problem, quantity, arithmetic, num_bytes)
    shape = problem.shape if quantity == "token_logprobs" else expected.shape
    allowed = np.broadcast_to(allowed, shape).ravel()
    case = Case(values[at], expected[at], allowed[at], np.zeros(int(at.sum())), arithmetic.unit, at)
    evidence = Evidence(problem, None if num_bytes is None else _sizes(num_bytes, problem))
    correct = _close(case, arithmetic)
    verdict = Verdict()
    if not correct:
        if _gap(case.actual, case.expected).max(initial=0.0) <= 0.5 * np.abs(case.expected).max(initial=0.0):
            half = _bounds(problem, quantity, arithmetic_of("bfloat16 sum"), num_bytes).ravel()[at]
            case = replace(case, half=half)
        verdict = explain(case, evidence, context)
    describe = _Describe(case, problem, context)
    matches = tuple(describe.match(found) for found in verdict.found)
    share_of, worst = describe.tokens(verdict.terms, evidence)
    return DiagnosisReport(
        correct=correct,
        matches=matches,
        separable=sum(len(match.codes) == 1 for match in matches) < 2,
        quantity=quantity,
        actual=describe.shaped(case.actual),
        expected=describe.shaped(case.expected),
        allowed=describe.shaped(case.allowed),
        precision=arithmetic.name,
        num_bytes=num_bytes,
        tokens=() if correct else worst,
        share_of=share_of,
        hint=describe.hint(verdict),
    )


def _context(problem: Problem, quantity: str, num_bytes: Any) -> Context:
    if quantity == "bits_per_byte" and num_bytes is None:
        raise bad_input("num_bytes", "nothing", "the number of bytes of the scored text")
    sizes = _sizes(num_bytes, problem) if quantity == "bits_per_byte" else None
    if quantity in AVERAGES and not problem.n_scored.any():
        expected = f"scored tokens: its {QUANTITIES[quantity]} is not defined"
        raise bad_input("tokens", "an empty completion", expected)
    return Context(quantity, LOG_BASE[problem.base], sizes)


def _compared(problem: Problem, quantity: str) -> NDArray[np.bool_]:
    """Where the result is defined: scored tokens; rows with tokens, for an average."""
    if quantity == "token_logprobs":
        return problem.scored.ravel()
    if quantity in AVERAGES - {"corpus_perplexity"}:
        return problem.n_scored > 0
    return np.ones(1 if quantity == "corpus_perplexity" else problem.shape[0], bool)


def _sizes(num_bytes: Any, problem: Problem) -> Floats:
    sizes = to_numpy(num_bytes, "num_bytes").astype(np.float64)
    if sizes.shape not in ((), problem.shape[:1]):
        raise bad_input("num_bytes", f"shape {sizes.shape}", f"one number, or shape {problem.shape[:1]}")
    if not (sizes > 0).all():
        raise bad_input("num_bytes", f"{sizes.min():g}", "1 or more")
    return np.broadcast_to(sizes, problem.shape[:1])


def _read_actual(actual: Any, problem: Problem, quantity: str) -> Floats:
    """``actual`` as ``[B]``; token log-probs as ``[B * T]``, 0 where there is none."""
    if isinstance(actual, (list, tuple)):
        actual = [
            [_number(x) for x in each] if isinstance(each, (list, tuple)) else _number(each)
            for each in actual
        ]
    values = to_numpy(actual, "actual")
    if values.dtype.kind not in "fiu":
        raise bad_input("actual", values.dtype.name, "numbers")
    values = values.astype(np.float64)
    batch, length = problem.shape
    if quantity == "token_logprobs":
        each = values if problem.batched else values[None]
        out = np.zeros(problem.shape)
        if each.shape == problem.shape:
            out = each
        elif problem.layout == "causal" and each.shape == (batch, length - 1):
            out[:, 1:] = each
        elif batch == 1 and each.shape == (1, problem.n_scored[0]):
            out[problem.scored] = each[0]
        else:
            expected = problem.shape if problem.batched else (length,)
            raise bad_input("actual", f"shape {values.shape}", f"shape {expected}")
        return np.nan_to_num(out, nan=0.0, posinf=np.inf, neginf=-np.inf).reshape(-1)
    shape = (batch,) if problem.batched and quantity != "corpus_perplexity" else ()
    if values.shape != shape and not (values.size == 1 and math.prod(shape) == 1):
        raise bad_input("actual", f"shape {values.shape}", f"shape {shape}" if shape else "one number")
    return values.reshape(-1)


def _number(x: Any) -> Any:
    return math.nan if x is None else x


def _bounds(problem: Problem, quantity: Quantity, arithmetic: Any, num_bytes: Any) -> Floats:
    if quantity != "corpus_perplexity":
        return bounds(problem, quantity, arithmetic, num_bytes)
    n = problem.n_scored.sum()
    mean = np.nansum(problem.token_logprobs()) / n
    off = bounds(problem, "logprob", arithmetic).sum() * LOG_BASE[problem.base] / n
    return np.asarray(np.exp(-mean) * (np.expm1(off) + 4 * arithmetic.unit)).reshape(1)


def _gap(a: Floats, b: Floats) -> Floats:
    return np.where(a == b, 0.0, np.abs(a - b))


def _close(case: Case, arithmetic: Arithmetic) -> bool:
    """Whether the number is right; one too large for the arithmetic may be infinite."""
    near = np.isfinite(case.expected) & (_gap(case.actual, case.expected) <= case.allowed)
    beyond = (
        np.isinf(case.actual)
        & (np.sign(case.actual) == np.sign(case.expected))
        & (np.abs(case.expected) > arithmetic.largest)
    )
    return bool((near | beyond | (case.actual == case.expected) | np.isnan(case.expected)).all())


class _Describe:
    """Puts the numbers of a case into words."""

    def __init__(self, case: Case, problem: Problem, context: Context) -> None:
        self.case, self.problem, self.context = case, problem, context

    def shaped(self, values: Floats) -> Any:
        """As the result is: a float, or an array with NaN where it is not defined."""
        out = self.case.whole(values)
        if self.context.quantity == "token_logprobs":
            return out.reshape(self.problem.shape if self.problem.batched else -1)
        return out if self.problem.batched and self.context.quantity != "corpus_perplexity" else float(out[0])

    def match(self, found: Found) -> Match:
        case, problem = self.case, self.problem
        error = _gap(case.actual, found.value)
        at = int(np.argmax(error / found.tolerance))
        place = int(np.flatnonzero(case.at)[at])
        row = place // problem.shape[1] if self.context.quantity == "token_logprobs" else place
        numbers = {
            "expected": f"{case.expected[at]:.6g}",
            "n": int(
                problem.n_scored[row]
                if case.actual.size > 1 or not problem.batched
                else problem.n_scored.sum()
            ),
            "total": f"{np.nansum(problem.token_logprobs()[row]):.6g}",
            "noun": QUANTITIES[self.context.quantity],
            "unit": "byte" if self.context.quantity == "bits_per_byte" else "token",
        }
        said = [numbers | {"label": change.label.format(**numbers)} for change in found.changes]
        formulas = [
            change.bug.formula.format(**each) for change, each in zip(found.changes, said, strict=True)
        ]
        alone = found.changes[0].bug.headline.format(**said[0])
        return Match(
            found.codes,
            tuple(CODES[code].slug for code in found.codes),
            self.shaped(found.value),
            float(error[at]),
            float(found.tolerance[at]),
            f"{' and '.join(formulas)} = {found.value[at]:.6g}",
            "; ".join(change.bug.fix for change in found.changes),
            alone if len(said) == 1 else "two bugs at once",
        )

    def tokens(self, terms: Floats | None, evidence: Evidence) -> tuple[str, tuple[Token, ...]]:
        """The tokens that make most of the difference, or else of the right sum."""
        problem = self.problem
        z = problem.token_logprobs()
        right = np.where(problem.scored, z, 0.0)
        share_of = "of difference"
        if self.context.quantity == "token_logprobs":
            parts = self.shaped(self.case.actual - self.case.expected).reshape(z.shape)
            parts = np.nan_to_num(parts, posinf=np.inf, neginf=-np.inf)
        elif terms is not None and not np.allclose(terms, right, rtol=1e-12, atol=0.0, equal_nan=True):
            parts = np.nan_to_num(terms) - right
        else:
            share_of, parts = "of sum", right
        parts = np.where(np.isfinite(parts), parts, np.sign(parts) * 1e300)
        logits = evidence.right.logit if evidence.V else np.full(z.shape, np.nan)
        total = np.abs(parts).sum(-1)
        rows = []
        for at in np.argsort(-np.abs(parts), axis=None, kind="stable")[:5]:
            b, t = divmod(int(at), problem.shape[1])
            share = float(abs(parts[b, t]) / total[b]) if 0.0 < total[b] < np.inf else None
            if parts[b, t] and (share is None or share >= 0.005):
                token = -1 if problem.tokens is None else int(problem.tokens[b, t])
                rows.append(
                    Token(
                        b if problem.batched else None, t, token, float(logits[b, t]), float(z[b, t]), share
                    )
                )
        return share_of, tuple(rows)

    def hint(self, verdict: Verdict) -> str:
        """Which inputs would tell the explanations apart, or why none is given."""
        if verdict.crowded:
            return "several bugs come this close, and so would chance: a batch or float64 would tell"
        said = []
        if verdict.chance > CHANCE:
            said.append(
                f"half precision: noise would fit some bug as well in {100 * verdict.chance:.1g} % of cases"
            )
        singles = [found.changes[0].bug for found in verdict.found if len(found.changes) == 1]
        codes = [bug.code for bug in singles]
        twins = [twin for twin in TWINS if twin <= set(codes)]
        said += [f"{' and '.join(sorted(twin))} give the same number on every input" for twin in twins]
        left = [bug for bug in singles[1:] if not any({bug.code, codes[0]} <= twin for twin in twins)]
        if left:
            inputs = " or ".join(dict.fromkeys(bug.apart for bug in left))
            said.append(f"these inputs cannot tell {', '.join(codes)} apart: {inputs} would")
        return "; ".join(said)
