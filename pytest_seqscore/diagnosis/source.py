"""From a wrong number to the code that made it: the linter's findings there, and the tokenizer in sight.

Everything here is a help and never a reason to fail: what cannot be found, read or linted in a moment is
    left out. Nothing of the user's is called.
"""

from __future__ import annotations

import ast
import functools
import inspect
import linecache
import os
import sys
import sysconfig
import textwrap
import time
from collections.abc import Callable, Collection, Iterator
from types import CodeType, FrameType
from typing import Any

_MOST_FUNCTIONS = 20
_MOST_BYTES = 1 << 20
_SECONDS = 1.0


def findings(function: Any = None, codes: Collection[str] = ()) -> list[str]:
    """What the linter finds in the code behind a score, ``scorer.py:42 SEQ401 message`` each.

    Args:
        codes: of the bugs that the number points to: shown even where the source alone would not convince.
        function: the scorer. Without it: the functions that the calling test's asserted value came from,
            and the test.
    """
    frame = _caller()
    if function is not None:
        places = _with_callees(function)
    elif frame is not None:
        places = _behind(frame)
    else:
        return []
    deadline = time.monotonic() + _SECONDS
    found: dict[str, None] = {}
    for number, place in enumerate(dict.fromkeys(places)):
        if number == _MOST_FUNCTIONS or time.monotonic() > deadline:
            break
        found.update(dict.fromkeys(_findings_in(place, codes)))
    return list(found)


def decoder() -> Callable[[int], str] | None:
    """Token id to text, by a tokenizer among the calling test's variables."""
    frame = _caller()
    if frame is None:
        return None
    for value in [*frame.f_locals.values(), *frame.f_globals.values()]:
        kind = type(value)
        if hasattr(kind, "convert_ids_to_tokens") and hasattr(kind, "decode"):
            return lambda token, decode=value.decode: str(decode([token]))  # type: ignore[misc]
    return None


def _caller() -> FrameType | None:
    """The frame that called into this package."""
    frame: FrameType | None = sys._getframe()
    while (
        frame is not None and str(frame.f_globals.get("__name__", "")).partition(".")[0] == "pytest_seqscore"
    ):
        frame = frame.f_back
    return frame


# From the asserting line to functions


def _behind(frame: FrameType) -> Iterator[CodeType]:
    """Code of the user's functions that the asserted expression calls, of those that they call, and of the
    test.
    """
    scope = {**frame.f_globals, **frame.f_locals}
    for callee in _callees(frame):
        yield from _with_callees(_resolve(callee, scope))
    if not _is_library(frame.f_code.co_filename):
        yield frame.f_code


def _callees(frame: FrameType) -> Iterator[ast.expr]:
    """Expressions of the functions called for the first argument of the assertion, through local names."""
    try:
        lines, first = inspect.getsourcelines(frame.f_code)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, SyntaxError, ValueError, TypeError):
        return
    row = frame.f_lineno - max(first, 1) + 1
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    asserting = [call for call in calls if call.lineno <= row <= (call.end_lineno or row)]
    todo: list[ast.AST] = [
        given
        for call in asserting
        if _last_name(call.func).startswith(("assert_", "check_", "diagnose"))
        for given in (call.args[:1] or [keyword.value for keyword in call.keywords[:1]])
    ]
    yield from (node for node in todo if isinstance(node, (ast.Name, ast.Attribute)))
    known: set[str] = set()
    while todo:
        for node in ast.walk(todo.pop()):
            if isinstance(node, ast.Call):
                yield node.func
            elif isinstance(node, ast.Name) and node.id not in known:
                known.add(node.id)
                todo += [value for made in ast.walk(tree) if (value := _bound_by(made, node.id)) is not None]


def _bound_by(made: ast.AST, name: str) -> ast.expr | None:
    """The value of a statement or expression that binds a name."""
    targets: list[ast.expr]
    value: ast.expr | None
    if isinstance(made, ast.Assign):
        targets, value = made.targets, made.value
    elif isinstance(made, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
        targets, value = [made.target], made.value
    elif isinstance(made, (ast.For, ast.comprehension)):
        targets, value = [made.target], made.iter
    else:
        return None
    inside = (node for target in targets for node in ast.walk(target))
    return value if any(isinstance(node, ast.Name) and node.id == name for node in inside) else None


def _last_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _resolve(node: ast.expr, scope: dict[str, Any]) -> Any:
    """The object that a dotted name stands for; no property is run."""
    if isinstance(node, ast.Name):
        return scope.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _resolve(node.value, scope)
        if inspect.ismodule(owner):
            return vars(owner).get(node.attr)
        return None if owner is None else inspect.getattr_static(owner, node.attr, None)
    return None


def _with_callees(x: Any) -> Iterator[CodeType]:
    """Code of a callable, if it is the user's own, and of the user's functions that it names."""
    for function in _functions(x):
        yield function.__code__
        for name in function.__code__.co_names:
            for inner in _functions(function.__globals__.get(name)):
                yield inner.__code__


def _functions(x: Any) -> Iterator[Any]:
    """The user's Python functions behind a callable: through partials, methods, decorators and instances."""
    for _ in range(20):
        if isinstance(x, (functools.partial, functools.partialmethod)):
            x = x.func
        elif isinstance(x, (staticmethod, classmethod)) or inspect.ismethod(x):
            x = x.__func__
        elif hasattr(type(x), "__wrapped__") or "__wrapped__" in getattr(x, "__dict__", {}):
            x = x.__wrapped__
        else:
            break
    if inspect.isfunction(x):
        if not _is_library(x.__code__.co_filename):
            yield x
        for cell in x.__closure__ or ():  # a decorator that does not say what it wraps
            try:
                inner = cell.cell_contents
            except ValueError:
                continue
            if inspect.isfunction(inner) and inner is not x and not _is_library(inner.__code__.co_filename):
                yield inner
    elif not inspect.isclass(x) and not inspect.ismodule(x) and not inspect.isbuiltin(x):
        for name in ("forward", "__call__"):
            method = inspect.getattr_static(type(x), name, None)
            if inspect.isfunction(method) and not _is_library(method.__code__.co_filename):
                yield method


@functools.cache
def _library_folders() -> tuple[str, ...]:
    folders = {sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}
    return (*folders, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def _is_library(path: str) -> bool:
    return path.startswith(_library_folders())


# From functions to findings


def _findings_in(place: CodeType, codes: Collection[str]) -> list[str]:
    try:
        lines, first = inspect.getsourcelines(place)
        found = _lint(place.co_filename, _source(place.co_filename))
    except Exception:  # whatever keeps a source from being read or understood
        return []
    rows = range(first, first + len(lines))
    shown = _shown(place.co_filename)
    return [
        f"{shown}:{row} {code}{said}"
        for row, code, said, sure in found
        if row in rows and (sure or code in codes)
    ]


def _source(path: str) -> bytes:
    """A file's bytes, or what a notebook or an interactive session remembers of its cell."""
    if os.path.isfile(path):
        if os.path.getsize(path) > _MOST_BYTES:
            return b""
        with open(path, "rb") as file:
            return file.read()
    return "".join(linecache.getlines(path)).encode()


@functools.lru_cache(maxsize=32)
def _lint(path: str, source: bytes) -> list[tuple[int, str, str, bool]]:
    """Row, code, what is said, and whether the linter would report it by itself."""
    from seqscore_lint import engine, registry
    from seqscore_lint.codes import CODES

    return [
        (
            finding.row,
            finding.code,
            f" {CODES[finding.code].slug if finding.code in CODES else ''}: {finding.message}",
            finding.confidence != "possible",
        )
        for finding in engine.analyse(source, path, registry.rules())
    ]


def _shown(path: str) -> str:
    """A path as the reader knows it: from the working folder on, or its name, or that it is a cell."""
    if not os.path.isfile(path):
        return "notebook cell"
    relative = (
        os.path.relpath(path) if os.path.splitdrive(path)[0] == os.path.splitdrive(os.getcwd())[0] else path
    )
    return os.path.basename(path) if relative.startswith("..") else relative
