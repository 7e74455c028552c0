"""What a number was averaged over: the loops that made its terms, and the source of what these loops go over.

Blocks of equal size are made in one place of a file and averaged in another, while the same file may cut texts of
any length for something else.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Reporter
from seqscore_lint.flow.module import Function, Module
from seqscore_lint.flow.values import Value

_DEPTH = 4
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def feeding(at: Reporter, mean: Value) -> str:
    """The source of what feeds a mean; of the whole file where some of it comes from elsewhere."""
    module, nodes = at.module, list[ast.AST]()
    for loop in _loops(module, {step.row for step in mean.steps}):
        nodes.append(loop)
        for over in _iterated(loop):
            origin = _origin(module, over, _scope(module, loop), _DEPTH)
            if origin is None:
                return module.source
            nodes += origin
    return "\n".join(row for node in nodes for row in module.rows(node)) if nodes else module.source


def _loops(module: Module, rows: set[int]) -> Iterator[ast.AST]:
    """The loops and comprehensions that hold one of these rows."""
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.For, ast.While, ast.ListComp, ast.GeneratorExp)) and any(
            node.lineno <= row <= (node.end_lineno or 0) for row in rows
        ):
            yield node


def _iterated(loop: ast.AST) -> list[ast.expr]:
    if isinstance(loop, ast.For):
        return [loop.iter]
    return [generator.iter for generator in getattr(loop, "generators", ())]


def _scope(module: Module, node: ast.AST) -> ast.AST:
    return next((a for a in module.ancestors(node) if isinstance(a, _FUNCTIONS)), module.tree)


def _origin(module: Module, spelled: ast.AST, scope: ast.AST, depth: int) -> list[ast.AST] | None:
    """What defines the names in an expression; None where a parameter is given nothing in this file."""
    found: list[ast.AST] = []
    for name in sorted(_named(spelled) - _ORDINARY) if depth else ():
        definitions = _definitions(module, name, scope)
        if definitions is None:
            return None
        for node, inner in definitions:
            found.append(node)
            value = None if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) else _defining(node)
            origin = _origin(module, value, inner, depth - 1) if value is not None else []
            if origin is None:
                return None
            found += origin
    return found


def _named(spelled: ast.AST) -> set[str]:
    """The names in an expression, without those of options."""
    if isinstance(spelled, ast.keyword):
        return set()
    return {names.last(spelled)}.union(*map(_named, ast.iter_child_nodes(spelled)))


_ORDINARY = frozenset({"", "self", *dir(builtins)})


def _definitions(module: Module, name: str, scope: ast.AST) -> list[tuple[ast.AST, ast.AST]] | None:
    """The functions, classes, assignments and arguments that a name stands for, each with where it is read."""
    for place in (scope, module.tree):
        if assigned := [(node, place) for node in ast.walk(place) if name in _bound(node)]:
            return assigned
    defined = [f.node for f in module.all_functions() if f.name == name]
    if name in module.classes:
        defined.append(module.classes[name])
    if defined:
        return [(node, scope) for node in defined]
    function = next((f for f in module.all_functions() if f.node is scope and name in f.parameters), None)
    return _given(module, function, name) or None if function is not None else []


def _given(module: Module, function: Function, parameter: str) -> list[tuple[ast.AST, ast.AST]]:
    """What the calls of a function give for one of its parameters."""
    position = [name for name in function.parameters if name != function.receiver].index(parameter)
    found: list[tuple[ast.AST, ast.AST]] = []
    for call in ast.walk(module.tree):
        if isinstance(call, ast.Call) and names.last(call.func) == function.name:
            named = [keyword.value for keyword in call.keywords if keyword.arg == parameter]
            found += ((given, _scope(module, call)) for given in named or call.args[position : position + 1])
    return found


def _bound(node: ast.AST) -> set[str]:
    """The names and attributes that a statement gives a value."""
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.For)):
        targets = [node.target]
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        targets = [node.optional_vars]
    else:
        return set()
    flat = (t.elts if isinstance(t, (ast.Tuple, ast.List)) else [t] for t in targets)
    return {names.last(target) for group in flat for target in group}


def _defining(node: ast.AST) -> ast.AST | None:
    """The expression behind such a statement."""
    if isinstance(node, ast.For):
        return node.iter
    if isinstance(node, ast.withitem):
        return node.context_expr
    return node if isinstance(node, ast.expr) else getattr(node, "value", None)


__all__ = ["feeding"]
