"""What every interface offers to the checks."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any, ClassVar

from pytest_seqscore.checks.report import Skip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pytest_seqscore.checks.scorer import Scorer
    from pytest_seqscore.checks.truth import Trial


class Interface:
    """Trials by name, and the call. A subclass has one method a kind of trial, named as the kind.

    ``needs`` are the packages without which no trial can be made.
    """

    needs: ClassVar[tuple[str, ...]] = ()

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer
        for package in self.required:
            if importlib.util.find_spec(package) is None:
                raise Skip(f"interface {scorer.interface!r} needs {package!r}, which is not installed")

    @property
    def required(self) -> tuple[str, ...]:
        """Packages that the trials are made with."""
        return self.needs

    def trials(self, kind: str) -> list[Any]:
        """The trials of one kind, such as "ordinary": single ones, or tuples of those to be compared."""
        make = getattr(self, kind, None)
        if make is None:
            raise Skip(f"interface {self.scorer.interface!r} has no {kind} inputs")
        return list(make())

    def call(self, arguments: tuple[Any, ...]) -> Any:
        """Call the scorer."""
        return self.scorer.fn(*arguments)

    def observed(self, trial: Trial, values: NDArray[Any], returns: str) -> Iterable[tuple[str, ...]]:
        """Bugs seen in what the scorer did during the last call, whatever its answer."""
        return ()

    def rename(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The codes that a diagnosis of the number means at this interface."""
        return codes
