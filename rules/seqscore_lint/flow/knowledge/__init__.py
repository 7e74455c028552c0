"""What each library's functions do, as data: one module a library, one row an API.

A row says which operation of the pipeline an API is, and which of its parameters plays which role. Parameters are
written in positional order as ``role`` or ``role=keyword``; everything after ``**`` is a fact about the API.
"""

from __future__ import annotations

from seqscore_lint.flow.knowledge import (
    jax,
    metrics,
    numeric,
    python,
    serving,
    tensorflow,
    torch,
    transformers,
)
from seqscore_lint.flow.knowledge.signature import Signature

FUNCTIONS: dict[str, Signature] = {}
"""By canonical dotted name."""
METHODS: dict[str, Signature] = {}
"""By method name, for receivers whose class is not known."""

for _library in (python, numeric, torch, jax, tensorflow, transformers, serving, metrics):
    FUNCTIONS.update(_library.FUNCTIONS)
    METHODS.update(_library.METHODS)

__all__ = ["FUNCTIONS", "METHODS", "Signature"]
