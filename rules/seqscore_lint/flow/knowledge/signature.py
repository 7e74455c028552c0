"""One row of a knowledge table."""

from __future__ import annotations

from typing import Any, NamedTuple


class Signature(NamedTuple):
    """The operation that an API performs and the roles of its parameters."""

    operation: str
    positional: tuple[str, ...]
    keywords: dict[str, str]
    facts: dict[str, Any]
    library: str = ""


def row(operation: str, parameters: str = "", **facts: Any) -> Signature:
    """``row("softmax", "x=input axis=dim dtype")``: roles in positional order, with the keyword where it differs."""
    positional: list[str] = []
    keywords: dict[str, str] = {}
    for parameter in parameters.split():
        role, _, keyword = parameter.partition("=")
        positional.append(role)
        for name in (keyword or role).split("|"):
            keywords[name] = role
        keywords.setdefault(role, role)
    return Signature(operation, tuple(positional), keywords, facts)


def rows(library: str, prefixes: str, table: dict[str, Signature]) -> dict[str, Signature]:
    """The table under each of the prefixes (separated by spaces), as rows of that library."""
    return {
        f"{prefix}.{name}" if prefix else name: signature._replace(library=library)
        for prefix in prefixes.split(" ")
        for name, signature in table.items()
    }
