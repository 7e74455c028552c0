"""The list of checks: plain functions, one property each, with their interfaces and codes."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pytest_seqscore.checks.subject import Subject

STAGES = ("normalise", "select", "span", "reduce", "compare", "numerics", "contract")
ARRAYS = ("logits", "batch", "labels")
MODELS = ("text", "batch-text")
CLIENTS = ("completions", "response")
PAIRS = (*MODELS, "lm-eval", *CLIENTS)
"""Interfaces that score a completion after a prompt."""
NUMBERS = (*ARRAYS, *PAIRS)
"""Interfaces that return a score a sequence."""


class Check(NamedTuple):
    """One property. ``run`` raises ``Failure`` where the scorer lacks it."""

    name: str
    run: Callable[[Subject], None]
    interfaces: tuple[str, ...]
    codes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What the check checks, in words."""
        return self.name.removeprefix("check_").replace("_", " ")


_CHECKS: dict[str, Check] = {}


def check(
    *interfaces: str, codes: tuple[str, ...]
) -> Callable[[Callable[[Subject], None]], Callable[[Subject], None]]:
    """Register a function as a check for these interfaces."""

    def register(function: Callable[[Subject], None]) -> Callable[[Subject], None]:
        _CHECKS[function.__name__] = Check(function.__name__, function, interfaces, codes)
        return function

    return register


def all_checks() -> tuple[Check, ...]:
    """Every check, in the order of the pipeline's stages."""
    for stage in STAGES:
        importlib.import_module(f"pytest_seqscore.checks.{stage}")
    return tuple(_CHECKS.values())


def describe_checks() -> str:
    """One line a check: its name, interfaces and codes."""
    width = max(len(check.name) for check in all_checks())
    return "\n".join(
        f"{check.name:{width}}  {', '.join(check.interfaces)}  [{' '.join(code[3:] for code in check.codes)}]"
        for check in all_checks()
    )
