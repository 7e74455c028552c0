"""What a diagnosis says: plain data, so that it can be printed, compared and sent between processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Match:
    """One explanation of a wrong number: a bug, or two bugs of different steps together.

    Attributes:
        codes: one code, or two in the order of the pipeline.
        slugs: their names.
        value: what the bug gives on these inputs: a float, or an array shaped as ``actual``.
        error: largest distance of ``actual`` from ``value`` over the rows.
        tolerance: what rounding allows there.
        formula: the wrong formula with the numbers of this case (of the worst row of a batch).
        fix: what to change, in one line; one after the other for two bugs.
        headline: "got …, expected …", without the code.
    """

    codes: tuple[str, ...]
    slugs: tuple[str, ...]
    value: float | NDArray[np.float64]
    error: float
    tolerance: float
    formula: str
    fix: str
    headline: str = ""


@dataclass(frozen=True)
class Token:
    """A token behind a wrong score: its place, its right log-prob (nats), its share of the difference."""

    row: int | None
    position: int
    id: int
    logit: float
    logprob: float
    share: float | None


@dataclass(frozen=True, eq=False)
class DiagnosisReport:
    """Why a score is wrong, best explanation first.

    Attributes:
        correct: the score is within the tolerance of a correct implementation.
        matches: explanations, best first; empty where the score is correct or no known bug gives it.
        separable: False where several single bugs give the same number on these inputs.
        quantity: what the score was meant to be.
        actual, expected, allowed: the score, the right one, and how far a correct one may be off; floats, or
            arrays shaped as the result.
        precision: the arithmetic that ``allowed`` is the bound of.
        num_bytes: bytes of the text, for bits per byte.
        tokens: the tokens that weigh most, worst first.
        share_of: what the tokens' shares are of.
        hint: which input would tell the matches apart, or why nothing was named.
    """

    correct: bool
    matches: tuple[Match, ...]
    separable: bool
    quantity: str = "logprob"
    actual: Any = None
    expected: Any = None
    allowed: Any = None
    precision: str = ""
    num_bytes: Any = None
    tokens: tuple[Token, ...] = ()
    share_of: str = ""
    hint: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the best match; empty where there is none."""
        return self.matches[0].codes if self.matches else ()
