"""What the operations named in the knowledge tables do to values: one module a family."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from seqscore_lint.flow.values import MISSING, Value, unknown

if TYPE_CHECKING:
    from seqscore_lint.flow.knowledge import Signature


class Site:
    """One call of a known API: the values of its roles, and what was given beyond them."""

    __slots__ = ("args", "extra", "keywords", "name", "node", "receiver", "roles", "signature")

    def __init__(
        self,
        node: ast.Call,
        name: str,
        signature: Signature,
        roles: dict[str, Value],
        extra: tuple[Value, ...],
        args: tuple[Value, ...],
        keywords: dict[str, Value],
        receiver: Value | None,
    ) -> None:
        self.node = node
        self.name = name
        self.signature = signature
        self.roles = roles
        self.extra = extra
        self.args = args
        self.keywords = keywords
        self.receiver = receiver

    def __getitem__(self, role: str) -> Value:
        value = self.roles.get(role)
        return value if value is not None else unknown(0)

    def given(self, role: str) -> bool:
        return role in self.roles

    def const(self, role: str, default: Any = None) -> Any:
        """The constant given for a role, the default where none is given, MISSING where it is not constant."""
        value = self.roles.get(role)
        return default if value is None else value.const

    def fact(self, name: str, default: Any = None) -> Any:
        return self.signature.facts.get(name, default)

    def axis(self) -> tuple[int | None, bool]:
        """The axis where it is a constant integer, and whether one was given at all."""
        value = self.roles.get("axis")
        if value is None:
            return None, False
        if isinstance(value.const, int) and not isinstance(value.const, bool):
            return value.const, True
        if value.items is not None and len(value.items) == 1 and isinstance(value.items[0].const, int):
            return value.items[0].const, True
        return None, value.const is not None


Operation = Callable[[Any, Site], Value]

OPERATIONS: dict[str, Operation] = {}


def operation(*names: str) -> Callable[[Operation], Operation]:
    """Register a function as what the tables call by these names."""

    def register(function: Operation) -> Operation:
        for name in names:
            OPERATIONS[name] = function
        return function

    return register


from seqscore_lint.flow.operations import (  # noqa: E402
    arithmetic,
    containers,
    forward,
    iteration,
    layers,
    losses,
    normalising,
    ordering,
    places,
    reducing,
    selection,
    shapes,
    subscripts,
    text,
    writing,
)

__all__ = [
    "MISSING", "OPERATIONS", "Operation", "Site", "arithmetic", "containers", "forward", "iteration", "layers", "losses", "normalising",
    "operation", "ordering", "places", "reducing", "selection", "shapes", "subscripts", "text", "writing",
]  # fmt: skip
