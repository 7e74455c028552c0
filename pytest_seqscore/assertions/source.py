"""The linter's word on the code under test: from the asserting line to the function whose result is wrong."""

from __future__ import annotations

import ast
import functools
import inspect
import sys
import sysconfig
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

_MOST = 20  # functions looked at


def findings() -> list[str]:
    """What the linter finds in the functions that the calling test got its value from, a line each.

    Empty where their source cannot be found or read: this is a help, never a reason to fail.
    """
    frame = _caller()
    if frame is None:
        return []
    found: dict[str, None] = {}
    for code in list(dict.fromkeys(_codes(frame)))[:_MOST]:
        found.update(dict.fromkeys(_lint(code)))
    return list(found)


def _caller() -> FrameType | None:
    """The frame that called into this package."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and str(frame.f_globals.get("__name__", "")).split(".")[0] == "pytest_seqscore":
        frame = frame.f_back
    return frame


def _codes(frame: FrameType) -> Iterator[CodeType]:
    """Code of the user's functions that the asserted expression calls, and of those that they call."""
    scope = {**frame.f_globals, **frame.f_locals}
    for callee in _callees(frame):
        function = _function(_resolve(callee, scope))
        if function is None:
            continue
        yield function.__code__
        for name in function.__code__.co_names:
            inner = _function(function.__globals__.get(name))
            if inner is not None:
                yield inner.__code__


def _callees(frame: FrameType) -> Iterator[ast.expr]:
    """Expressions of the functions called for the first argument of the assertion, through local names."""
    try:
        lines, first = inspect.getsourcelines(frame.f_code)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, SyntaxError, TypeError):
        return
    row = frame.f_lineno - max(first, 1) + 1
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _covers(node, row)]
    asserted = [call for call in calls if _name(call.func).startswith("assert_")]
    todo: list[ast.AST] = [
        arg for call in asserted for arg in (*call.args[:1], *(k.value for k in call.keywords[:1]))
    ]
    yield from (node for node in todo if isinstance(node, ast.expr) and not isinstance(node, ast.Call))
    known: set[str] = set()
    while todo:
        for node in ast.walk(todo.pop()):
            if isinstance(node, ast.Call):
                yield node.func
            if isinstance(node, ast.Name) and node.id not in known:
                known.add(node.id)
                todo += [
                    made.value
                    for made in ast.walk(tree)
                    if isinstance(made, ast.Assign) and _binds(made, node.id)
                ]


def _covers(node: ast.expr, row: int) -> bool:
    return node.lineno <= row <= (node.end_lineno or node.lineno)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _binds(made: ast.Assign, name: str) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == name for target in made.targets for node in ast.walk(target)
    )


def _resolve(node: ast.expr, scope: dict[str, Any]) -> Any:
    """The object that a dotted name stands for; nothing is called."""
    if isinstance(node, ast.Name):
        return scope.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _resolve(node.value, scope)
        return None if owner is None else inspect.getattr_static(owner, node.attr, None)
    return None


def _function(x: Any) -> Any:
    """The Python function behind a callable, where it is the user's own."""
    while isinstance(x, functools.partial):
        x = x.func
    if isinstance(x, (staticmethod, classmethod)):
        x = x.__func__
    if inspect.isfunction(x) or inspect.ismethod(x):
        function: Callable[..., Any] = inspect.unwrap(x)
        code = getattr(function, "__code__", None)
        if code is not None and not _is_library(code.co_filename):
            return getattr(function, "__func__", function)
    return None


def _is_library(path: str) -> bool:
    folders = {sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}
    return path.startswith(("<", *folders, str(Path(__file__).parents[1])))


def _lint(code: CodeType) -> list[str]:
    from seqscore_lint import engine, registry

    try:
        lines, first = inspect.getsourcelines(code)
        source = Path(code.co_filename).read_bytes()
        found = engine.analyse(source, code.co_filename, registry.rules())
    except Exception:  # whatever keeps the source from being read
        return []
    last = first + len(lines) - 1
    return [
        f"{code.co_filename}:{finding.row}: {finding.code} {finding.message}"
        for finding in found
        if first <= finding.row <= last and finding.confidence != "possible"
    ]
