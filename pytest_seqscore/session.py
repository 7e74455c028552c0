"""What the ``seqscore`` fixture hands to a test."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

import pytest_seqscore
from pytest_seqscore.errors import SeqScoreInputError

if TYPE_CHECKING:
    from pytest import Mark


class Session:
    """The public names of ``pytest_seqscore``; assertions carry the tolerances of the test's marker."""

    def __init__(self, marker: Mark | None) -> None:
        self._tolerances = {} if marker is None else dict(marker.kwargs)
        unknown = [*map(repr, marker.args), *(set(marker.kwargs) - {"rtol", "atol"})] if marker else []
        if unknown:
            raise SeqScoreInputError(
                f"marker seqscore: found {', '.join(unknown)}, expected rtol= and atol= only"
            )

    def __getattr__(self, name: str) -> Any:
        value = getattr(pytest_seqscore, name)
        if not (self._tolerances and name.startswith("assert_")):
            return value
        accepted = self._tolerances.keys() & inspect.signature(value).parameters.keys()
        return functools.partial(value, **{key: self._tolerances[key] for key in accepted})
