"""What all assertions share: read what the code under test returned, compare it, fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.arrays import bad_input, none_to_nan, to_numpy
from pytest_seqscore.errors import SeqScoreAssertionError, SeqScoreInputError
from pytest_seqscore.tolerances import Arithmetic, precision

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pytest_seqscore.diagnosis.report import DiagnosisReport

    Floats = NDArray[np.float64]


stated: ContextVar[Mapping[str, Any]] = ContextVar("stated", default=MappingProxyType({}))
"""``rtol`` and ``atol`` for assertions that are given neither: those of a test's ``seqscore`` marker."""


@dataclass(frozen=True)
class Standard:
    """What is asked of a result: tolerances and precision where they are stated, and the caller's message.

    Raises:
        SeqScoreInputError: a tolerance that is not a number of 0 or more.
    """

    rtol: float | None
    atol: float | None
    dtype: Any
    msg: str | None

    def __post_init__(self) -> None:
        if self.rtol is None and self.atol is None:
            for name in ("rtol", "atol"):
                object.__setattr__(self, name, stated.get().get(name))
        for name, value in (("rtol", self.rtol), ("atol", self.atol)):
            is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
            if value is not None and not (is_number and value >= 0):
                raise bad_input(name, repr(value)[:40], "a number of 0 or more")

    @property
    def stated(self) -> str:
        """The tolerances that replace the computed bound, as text; "" where there are none."""
        pairs = (("rtol", self.rtol), ("atol", self.atol))
        return ", ".join(f"{name}={value:g}" for name, value in pairs if value is not None)

    def precision(self, actual: Any, logits_dtype: str) -> Arithmetic:
        return precision(actual, logits_dtype, self.dtype)

    def allowed(self, expected: Floats, bound: Callable[[], Any]) -> Floats:
        """How far from ``expected`` a result may be: as stated, else the computed ``bound``."""
        if not self.stated:
            return np.asarray(bound(), dtype=np.float64)
        with np.errstate(invalid="ignore"):
            return np.asarray((self.atol or 0.0) + (self.rtol or 0.0) * np.abs(expected))

    def numbers(self, actual: Any) -> Floats:
        """What the code under test returned, as float64; None in a list is NaN."""
        __tracebackhide__ = True
        found = "None" if actual is None else f"a {type(actual).__name__}"
        try:
            array = to_numpy(none_to_nan(actual), "actual") if actual is not None else np.array("")
        except SeqScoreInputError:
            array = np.array("")
        if array.dtype.kind not in "fiu" and "float" not in array.dtype.name:
            raise self.failure(f"got {found}, expected numbers" + (": no return?" if actual is None else ""))
        return array.astype(np.float64)

    def failure(self, text: str, report: DiagnosisReport | None = None) -> SeqScoreAssertionError:
        """The exception to raise."""
        return SeqScoreAssertionError(f"{text}\n\n{self.msg}" if self.msg else text, report)

    def explained(
        self, report: DiagnosisReport, otherwise: str, arithmetic: Arithmetic
    ) -> SeqScoreAssertionError:
        """The exception to raise for a report; ``otherwise`` is its first line where no known bug fits."""
        from pytest_seqscore.assertions.mistakes import text
        from pytest_seqscore.diagnosis.source import findings

        why = self.stated or f"what rounding in {arithmetic.name} may do"
        return self.failure(text(report, otherwise, why, findings=findings()), report)


def close(actual: Floats, expected: Floats, allowed: Any, arithmetic: Arithmetic) -> NDArray[np.bool_]:
    """Where ``actual`` is as good as ``expected``; NaN in ``expected`` is not compared.

    Infinities have to be equal, but a finite value that the arithmetic cannot hold may be infinite.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.isfinite(expected) & (np.abs(actual - expected) <= allowed)
        too_large = (np.abs(expected) > arithmetic.largest) & np.isinf(actual) & (actual * expected > 0.0)
        return np.asarray(near | (actual == expected) | too_large | np.isnan(expected))
