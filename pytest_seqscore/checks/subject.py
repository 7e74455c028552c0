"""A scorer on the bench: called safely, its answers read, its wrong answers explained."""

from __future__ import annotations

import contextlib
import math
import warnings
import weakref
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.arrays import dtype_name, to_numpy
from pytest_seqscore.checks import bounded
from pytest_seqscore.checks.interfaces import open_interface
from pytest_seqscore.checks.report import Failure, Skip
from pytest_seqscore.checks.truth import Trial, Truth
from pytest_seqscore.errors import SeqScoreInputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pytest_seqscore.checks.scorer import Scorer
    from pytest_seqscore.diagnosis.report import DiagnosisReport

PRECISION = {"bfloat16": 0, "float16": 1, "float32": 2, "float64": 3}
FIRST_PATIENCE, PATIENCE_AFTER_HANG = 30.0, 1.0
"""Seconds: a scorer may import a large library in its first call; one that hung once is not trusted again."""
_HUNG: weakref.WeakSet[Any] = weakref.WeakSet()
ENOUGH = 3
"""Wrong answers of a check that are explained; a bug has to give all of them."""
SMALL, LARGE = 60, 400
"""Tokens up to which an interface's bug is paired with others, and up to which the number is diagnosed."""


class Subject:
    """A scorer and the interface that calls it; what is learned in one check serves the next."""

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer
        self.returns = "perplexity" if scorer.interface == "perplexity" else scorer.returns
        self.interface = open_interface(scorer)
        self._trials: dict[str, list[Any]] = {}
        self._reports: dict[tuple[int, bytes, str], tuple[Truth, DiagnosisReport]] = {}
        self._last: tuple[str, ...] = ()
        self._agreed: tuple[str, ...] = ()
        self._patience = PATIENCE_AFTER_HANG if _hung(scorer.fn) else FIRST_PATIENCE

    def trials(self, kind: str) -> list[Any]:
        """The trials of a kind, such as ``"ordinary"``; raises ``Skip`` where the interface has none."""
        if kind not in self._trials:
            self._trials[kind] = self.interface.trials(kind)
        return self._trials[kind]

    def call(self, *arguments: Any) -> Any:
        """Whatever the scorer returns; ``Failure`` where it raises or hangs."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return bounded.call(lambda: self.interface.call(arguments), self._patience)
        except bounded.Hang as hang:
            self._patience = PATIENCE_AFTER_HANG
            with contextlib.suppress(TypeError):  # a callable that cannot be referred to weakly
                _HUNG.add(self.scorer.fn)
            raise Failure(f"the scorer {hang}") from None
        except (Failure, Skip):
            raise
        except ModuleNotFoundError as error:
            raise Failure(f"the scorer needs {error.name!r}, which is not installed") from error
        except BaseException as error:
            text = str(error).strip().partition("\n")[0][:200]
            hint = f"; it is called as {self.scorer.signature}" if isinstance(error, TypeError) else ""
            raise Failure(f"the scorer raised {type(error).__name__}: {text}{hint}") from error

    def score(self, trial: Trial) -> tuple[NDArray[np.float64], str]:
        """The scorer's numbers, shaped as the truth, and the dtype whose precision they promise."""
        shape = trial.truth.values(self.returns).shape
        return self.read(self.call(*trial.arguments()), shape, trial.dtype)

    def read(self, result: Any, shape: tuple[int, ...], own: str) -> tuple[NDArray[np.float64], str]:
        """A result as float64 numbers, and its precision; ``Failure`` where it is none or has another shape.

        Nobody has to compute in float64: the precision is that of float32 at best.
        """
        expected = "a float" if shape == () else f"{shape[0]} numbers, one a row"
        found = "None" if result is None else f"{type(result).__name__} {result!r:.40}"
        if result is None or isinstance(result, (str, bytes, dict, bool)):
            raise Failure(f"the scorer returned {found}, expected {expected}")
        promised = dtype_name(result)
        try:
            values = to_numpy(result, "result")
        except SeqScoreInputError as error:
            raise Failure(f"the scorer's result cannot be read, expected {expected}: {error}") from None
        if values.dtype.kind not in "fiu":
            found = found if values.dtype.kind == "O" else f"values of type {values.dtype}"
            raise Failure(f"the scorer returned {found}, expected {expected}")
        numbers = values.astype(np.float64)
        if shape == () and numbers.size == 1:
            numbers = numbers.reshape(())
        if numbers.shape != shape:
            raise WrongShape(f"the scorer returned shape {numbers.shape}, expected {expected}", numbers)
        return numbers, min(
            (promised if promised in PRECISION else own, own, "float32"), key=PRECISION.__getitem__
        )

    def expect(self, trials: Sequence[Trial]) -> None:
        """Raise ``Failure`` unless every answer is right; its codes explain all wrong ones."""
        answers = [(trial, *self.score(trial)) for trial in trials]
        wrong = [
            answer for answer in answers if not answer[0].truth.right(answer[1], self.returns, answer[2])
        ]
        if not wrong:
            return
        trial, values, dtype = wrong[0]
        codes = self.explain([answer for answer in wrong if np.isfinite(answer[1]).all()][:ENOUGH])
        report = self._reports.get((id(trial.truth), values.tobytes(), dtype), (None, None))[1]
        raise Failure(
            f"{trial.name}: got {_text(values)}, expected {_text(trial.truth.values(self.returns))}",
            codes,
            report if report is not None and report.codes == codes[:1] else None,
        )

    def diagnose(self, truth: Truth, values: NDArray[np.float64], dtype: str) -> DiagnosisReport:
        """As the truth does; the same answer of a trial is explained once."""
        key = (id(truth), values.tobytes(), dtype)
        if key not in self._reports:
            self._reports[key] = truth, truth.diagnose(values, self.returns, dtype)
        return self._reports[key][1]

    def agree(self, one: Any, other: Any) -> bool:
        """Whether two answers are the same up to the rounding of the scorer's dtype."""
        slack = 1e-3 if self.scorer.dtype in ("float32", "float64") else 0.05
        return bool(np.allclose(one, other, rtol=slack, atol=slack))

    @cached_property
    def answers(self) -> bool:
        """Whether an ordinary input gets finite numbers; where it does not, no special one is to blame."""
        try:
            return bool(np.isfinite(self.score(self.trials("ordinary")[0])[0]).all())
        except Failure:
            return False

    @cached_property
    def oblivious(self) -> bool:
        """Whether ordinary inputs all get the same number, and no known bug gives it."""
        if not self.answers:
            return False
        answers = [(trial, *self.score(trial)) for trial in self.trials("ordinary")]
        numbers = np.concatenate([values.reshape(-1) for _, values, _ in answers])
        return len(np.unique(numbers)) == 1 and not self.explanations(*answers[0])

    def wrong(self, trial: Trial) -> bool:
        """Whether the scorer answers this trial wrongly, or not at all."""
        try:
            self.expect([trial])
        except Failure:
            return True
        return False

    def explain(self, answers: list[tuple[Trial, NDArray[np.float64], str]]) -> tuple[str, ...]:
        """Codes of the bugs that give every one of these wrong answers, likeliest first; none if no bug does.

        Once two checks agree on a bug, others that it explains at all are not diagnosed from scratch.
        """
        if self.oblivious:
            return ()
        for explanations in (self.resemblances, self.explanations):
            found = [explanations(*answer) for answer in answers]
            codes = _common(found) if explanations == self.explanations or all(found) else ()
            if codes:
                break
            if answers and self._agreed:
                return self._agreed
        codes = self._with_namesakes(codes)
        if codes and codes == self._last:
            self._agreed = codes
        self._last = codes or self._last
        return codes

    def _with_namesakes(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Codes that no number tells apart: the mean and a model's mean loss, 2 ** nats by either mistake."""
        more = [("SEQ401", "SEQ402")] + [("SEQ411", "SEQ412")] * (self.returns == "perplexity")
        return tuple(dict.fromkeys([*codes, *(other for code, other in more if code in codes)]))

    def resemblances(self, trial: Trial, values: NDArray[np.float64], dtype: str) -> list[tuple[str, ...]]:
        """Bugs of the interface that give this answer."""
        found = list(self.interface.observed(trial, values, self.returns))
        for code, numbers in trial.numbers(self.returns).items():
            found += [(code,) for number in numbers if _close(values, number)][:1]
        found += [(code,) for code, make in trial.worlds if _close(values, make().values(self.returns))]
        return [self.interface.rename(codes) for codes in dict.fromkeys(found)]

    def explanations(self, trial: Trial, values: NDArray[np.float64], dtype: str) -> list[tuple[str, ...]]:
        """Bugs, and pairs of them, that give this answer."""
        found = self.resemblances(trial, values, dtype)
        if trial.truth.tokens.size > LARGE:
            return found
        found += [
            self.interface.rename(match.codes) for match in self.diagnose(trial.truth, values, dtype).matches
        ]
        if not (found or self._last) and trial.truth.tokens.size <= SMALL:
            for code, make in trial.worlds:
                world = make()
                if np.isfinite(world.values(self.returns)).all():
                    matches = self.diagnose(world, values, dtype).matches
                    found += [
                        (code, *self.interface.rename(match.codes))
                        for match in matches
                        if len(match.codes) == 1
                    ]
        return list(dict.fromkeys(found))


class WrongShape(Failure):
    """The scorer returned another number of values; ``values`` are what it returned."""

    def __init__(self, message: str, values: NDArray[np.float64]) -> None:
        super().__init__(message)
        self.values = values


def _hung(fn: Any) -> bool:
    with contextlib.suppress(TypeError):
        return fn in _HUNG
    return False


def _common(found: list[list[tuple[str, ...]]]) -> tuple[str, ...]:
    """The codes that every answer with an explanation has in common, single bugs before pairs."""
    named = [explanations for explanations in found if explanations]
    common = [codes for codes in named[0] if all(codes in others for others in named[1:])] if named else []
    fewest = min(map(len, common), default=0)
    return tuple(dict.fromkeys(code for codes in common if len(codes) == fewest for code in codes))


def _close(values: NDArray[np.float64], expected: Any) -> bool:
    """Whether a wrong number is this one; infinities resemble nothing."""
    finite = np.shape(expected) == values.shape and np.isfinite(values).all() and np.isfinite(expected).all()
    return bool(finite and np.allclose(values, expected, rtol=2e-5, atol=1e-5))


def _text(values: NDArray[np.float64]) -> str:
    if values.size == 1:
        return (
            f"{float(values.reshape(())):.7g}"
            if math.isfinite(float(values.reshape(())))
            else str(float(values))
        )
    return "[" + ", ".join(f"{v:.6g}" for v in values.reshape(-1)) + "]"


__all__ = ["Subject", "Truth", "WrongShape"]
