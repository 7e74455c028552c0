"""The interpreter: walks a module once, gives every expression an abstract value, and tells the rules.

Statements and scopes live here, expressions in ``expressions.py``, what the operations of the libraries do in
``operations/``. Unknown stays unknown: a call that no table and no function of the file explains returns nothing.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from seqscore_lint.finding import Finding
from seqscore_lint.flow import events, names
from seqscore_lint.flow.expressions import ORDERS, Expressions, tests_none, tests_presence
from seqscore_lint.flow.module import Function, Module
from seqscore_lint.flow.operations import arithmetic, containers, forward
from seqscore_lint.flow.project import Project
from seqscore_lint.flow.values import (
    LIKELY,
    MISSING,
    POSSIBLE,
    RETURNS,
    UNKNOWN_AXES,
    Affine,
    Value,
    differ_in_reduction,
    fresh,
    gather,
    join,
    met_in_turn,
    unknown,
)

_MAX_DEPTH = 3
_MAX_CALLS = 400
_MAX_NESTING = 60
_MAX_TURNING = 5

Check = Callable[[Any, Any], None]


class Interpreter(Expressions):
    """Reads one module. ``checks`` maps an event class to the rules that want to see it."""

    def __init__(
        self,
        module: Module,
        checks: Mapping[type, Sequence[tuple[str, Check]]],
        wanted: Callable[[ast.AST], bool] = lambda node: True,
        signatures: dict[str, Any] | None = None,
        project: Project | None = None,
    ) -> None:
        super().__init__(module, signatures, project)
        self._others: dict[str, Interpreter | None] = {module.path: None}
        self.checks = checks
        self.wanted = wanted
        self.findings: dict[tuple[str, int, int], Finding] = {}
        self.code = ""
        self._summaries: dict[tuple[Any, ...], Value] = {}
        self._read: set[int] = set()
        self._constructed: set[str] = set()
        self.calls: list[ast.AST | None] = []
        self._lies: set[tuple[int, str]] = set()
        self._calls = 0
        self._nesting = 0
        self._turning = 0

    # -- the whole module -----------------------------------------------------------------------------------------

    def run(self) -> list[Finding]:
        """Interpret the module and return what the rules reported."""
        self.globals = self.env = {}
        self.block(self.module.tree.body)
        for owner in self._callers_first(
            [
                o
                for o, methods in self.module.methods.items()
                if any(self.wanted(m.node) for m in methods.values())
            ]
        ):
            self._read_class(owner)
        for function in self._callers_first(self.module.functions):
            self.read_alone(self.module.functions[function])
        return sorted(self.findings.values(), key=lambda f: (f.row, f.column, f.code))

    def elsewhere(self, path: str) -> Interpreter | None:
        """The interpreter of another file of the project; None where that cannot be read, or is read already."""
        if path not in self._others:
            self._others[path] = None
            module = self.project.module(path) if self.project is not None else None
            if module is not None:
                other = Interpreter(module, {}, signatures=self.signatures, project=self.project)
                other._others = self._others
                other.globals = other.env = {}
                other.block(list(filter(_names_something, module.tree.body)))
                self._others[path] = other
        return self._others[path]

    def _read_class(self, owner: str) -> None:
        # What a constructor sets matters to the others, whatever words are in it.
        self.construct(owner)
        methods = self.module.methods[owner]
        for name in self._callers_first([name for name in methods if name not in _CONSTRUCTORS]):
            self.read_alone(methods[name])

    def _callers_first(self, names: Iterable[str]) -> list[str]:
        """What nothing else calls comes first: its calls show what the others are given."""
        return sorted(names, key=self.module.calls)

    def construct(self, owner: str) -> None:
        """Read what sets the attributes of a class of this file, once."""
        if owner in self._constructed:
            return
        self._constructed.add(owner)
        for name in _CONSTRUCTORS:
            method = self.module.method(owner, name)
            if method is None or method in self.reading:
                continue
            inherited = method.owner != owner and method.receiver
            if inherited or id(method.node) not in self._read:
                given = {method.receiver: Value("self", fresh(), ref=owner)} if inherited else {}
                self._invoke(method, given, None, self.globals)

    def read_alone(self, function: Function) -> None:
        """Read a function that no known call has reached: its parameters are what their names say."""
        if id(function.node) in self._read or not self.wanted(function.node):
            return
        self._invoke(function, {}, None, self.globals)

    # -- functions ------------------------------------------------------------------------------------------------

    def call_function(
        self, function: Function, call: ast.Call | None, given: dict[str, Value], closure: Any
    ) -> Value:
        """The value that a function returns for these arguments.

        ``closure`` holds the names around it; of a function of another file it is the interpreter of that file.
        """
        if isinstance(closure, Interpreter):
            abroad = {name: value.abroad() for name, value in given.items() if not value.has("by-name")}
            told = frozenset(step for value in given.values() for step in value.steps)
            found = closure.call_function(function, None, abroad, None).abroad(call, told)
            return found.step(*self.place(call), f"{function.name}{RETURNS}") if call is not None else found
        if len(self.reading) > _MAX_DEPTH or function in self.reading or self._calls > _MAX_CALLS:
            return unknown()
        if not (self.wanted(function.node) or self._gives(function, given)):
            return unknown()
        key = (id(function.node), tuple((n, _given(v)) for n, v in sorted(given.items(), key=_first)))
        known = self._summaries.get(key)
        if known is None or (known.known and (known.origin is not None or known.parts)):
            self._calls += 1
            known = self._invoke(function, given, call, closure or self.globals)
            self._summaries[key] = known
        if call is not None and known.is_score:
            known = known.step(*self.place(call), f"{function.name}{RETURNS}")
        elif (
            call is not None and known.kind == "list" and known.elem is not None and known.elem.has("echoed")
        ):
            known = known.but(elem=known.elem.but(made=call, tags=known.elem.tags | {"returned"}))
        return known

    def _gives(self, function: Function, given: dict[str, Value]) -> bool:
        """Whether what a function returns may matter that speaks of no score: it is given one, or has layers that make one."""
        if isinstance(function.node, ast.Lambda):
            return True
        layers = function.name in _OUTPUTS
        if layers:
            receiver = given.get(function.receiver)
            owner = receiver.ref if receiver is not None and receiver.kind in ("self", "object") else None
            if self.module.has_head(owner or function.owner):
                return True
        return any(
            value.is_score or value.kind in _CARRIERS
            for name, value in given.items()
            if not (layers and name == function.receiver)
        )

    def _invoke(
        self, function: Function, given: dict[str, Value], call: ast.AST | None, closure: Any
    ) -> Value:
        self._read.add(id(function.node))
        saved = (self.env, self.function, self.loops, self.returned, self.closure)
        self.reading.append(function)
        self.calls.append(call)
        self.env, self.function, self.loops, self.returned = {}, function, [], []
        self.closure = [closure, *saved[4]] if closure is not None and closure is not self.globals else []
        try:
            self._bind_parameters(function, given, call is None)
            node = function.node
            if isinstance(node, ast.Lambda):
                return self.expr(node.body)
            self.block(node.body)  # type: ignore[attr-defined]
            result = self.returned[0] if self.returned else Value("none", fresh(), const=None)
            for other in self.returned[1:]:
                result = (gather if result.has("of-some") or other.has("of-some") else join)(result, other)
            return result
        finally:
            self.reading.pop()
            self.calls.pop()
            self.env, self.function, self.loops, self.returned, self.closure = saved

    def _bind_parameters(self, function: Function, given: dict[str, Value], alone: bool) -> None:
        arguments = function.node.args  # type: ignore[attr-defined]
        positional = (*arguments.posonlyargs, *arguments.args)
        defaults: dict[str, ast.expr] = {}
        for argument, default in zip(reversed(positional), reversed(arguments.defaults)):
            defaults[argument.arg] = default
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            if default is not None:
                defaults[argument.arg] = default
        for position, argument in enumerate((*positional, *arguments.kwonlyargs)):
            name = argument.arg
            value = given.get(name)
            if position == 0 and value is None and name == function.receiver:
                value = Value("self", fresh(), ref=function.owner)
            elif value is None and name not in defaults:
                value = self.parameter(argument)
            elif value is None:
                default_value = self.expr(defaults[name])
                hint = self.parameter(argument) if alone else None
                value = default_value if hint is None or default_value.kind != "none" else hint
                if alone and default_value.const is not MISSING and not isinstance(default_value.const, str):
                    # Called alone, a parameter with a default may be anything of that kind.
                    value = value.but(tags=value.tags | {"default"}, vn=fresh())
            elif value.axes == UNKNOWN_AXES and value.has("by-name") and name in function.doc:
                # The callee's documentation knows more of it than the caller's name.
                axes = names.documented(name, function.doc)[0]
                value = value.but(axes=axes or value.axes)
            elif value.is_score and value.has("by-name") and value.trust < LIKELY and not value.reduced:
                # Of two names the callee's own is the better one, if both say the same.
                hint = self.parameter(argument)
                value = hint.but(vn=value.vn) if hint.kind == value.kind else value
            elif value.kind == "text" and value.const is MISSING and self._is_no_text(value, argument):
                # What the caller's name made a text of holds scores or token ids, by the callee's name.
                value = self.parameter(argument).but(vn=value.vn)
            elif value.kind == "text" and self._is_example(value, argument):
                hint = self.parameter(argument)
                value = hint.but(vn=value.vn) if hint.kind == "text" else Value("text", value.vn, ref=name)
            elif value.kind == "response" and value.trust < LIKELY and argument.annotation is not None:
                # What a key was called like an answer's part; the annotation says what it is.
                hint = self.parameter(argument)
                value = hint.but(vn=value.vn) if hint.known else value
            elif not value.known:
                hint = self.parameter(argument)
                cut = (
                    {"origin": value.origin, "span": value.span, "axes": UNKNOWN_AXES}
                    if value.origin is not None and hint.kind in ("ids", "mask")
                    else {}
                )
                if not hint.known and value.axes != UNKNOWN_AXES:
                    hint = hint.but(axes=value.axes)
                hint = hint.but(vn=value.vn, **(cut or {"origin": hint.origin and value.vn}))
                followed = value.tags & _FOLLOWED
                value = hint.but(tags=hint.tags | followed, made=value.made) if followed else hint
            value = self._of_tokens(value, function)
            self.env[name] = (
                value.tagged("param") if value.kind in ("ids", "mask", "logit", "logprob") else value
            )
        for extra in (arguments.vararg, arguments.kwarg):
            if extra is not None:
                self.env[extra.arg] = given.get(extra.arg) or unknown()

    @staticmethod
    def _of_tokens(value: Value, function: Function) -> Value:
        """What is called log-probs are the tokens', where the function documents that it is given these."""
        named = value.kind == "logprob" and value.has("by-name") and value.pick == "?" and not value.reduced
        alone = (
            not value.known and len([name for name in function.parameters if name != function.receiver]) == 1
        )
        if not (named or alone) or not function.doc or not names.documents_given_tokens(function.doc):
            return value
        if value.axes != UNKNOWN_AXES:
            return value
        return Value("logprob", value.vn, axes=("T",), pick="chosen", trust=LIKELY)

    def _is_example(self, value: Value, argument: ast.arg) -> bool:
        """Whether a text is one of many that a function may be given: a literal, unless white space marks where it joins."""
        const = value.const
        if not isinstance(const, str) or const != const.strip():
            return False
        kind = self._parameter(argument).kind
        return kind == "text" or (kind == "?" and (" " in const or len(self.reading) == 1))

    @staticmethod
    def _is_no_text(value: Value, argument: ast.arg) -> bool:
        """Whether what was guessed to be a text is a score by this name, or token ids."""
        name, annotation = argument.arg, argument.annotation
        if annotation is not None and re.search(
            r"\bint\b|Tensor|array", ast.unparse(annotation), re.IGNORECASE
        ):
            return True
        kind = names.kind_of_name(name)
        return kind in _MEASURED or (kind == "ids" and value.has("param") and "ids" in names.words(name))

    # -- reporting ------------------------------------------------------------------------------------------------

    def emit(self, event: Any) -> None:
        for code, check in self.checks.get(type(event), ()):
            self.code = code
            check(event, self)

    def report(self, node: ast.AST, message: str, *because: Value, trust: int = 2, **details: Any) -> None:
        trust = min([trust, *(value.trust for value in because)])
        row, column = self.place(node)
        key = (self.code, row, column)
        previous = self.findings.get(key)
        confidence = ("possible", "likely", "certain")[trust]
        if previous is not None and _STRENGTH[previous.confidence] >= trust:
            return
        end_row, end_column = self.place_end(node)
        steps = max((value.steps for value in because), key=len, default=())
        self.findings[key] = Finding(
            self.code, message, row, column, end_row, end_column, confidence, steps, self.function.qualname
        )

    def lookup(self, name: str) -> Value | None:
        return self.env.get(name) or self.globals.get(name)

    # -- statements -----------------------------------------------------------------------------------------------

    def block(self, body: Sequence[ast.stmt]) -> None:
        self._nesting += 1
        try:
            if self._nesting > _MAX_NESTING:
                return
            for statement in body:
                handler = _STATEMENTS.get(type(statement))
                if handler is not None:
                    handler(self, statement)
                elif isinstance(statement, (ast.Break, ast.Continue)):
                    return
        finally:
            self._nesting -= 1

    def _expression_statement(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.expr(node.value)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for item in node.names:
            bound = item.asname or item.name.split(".")[0]
            self.env.pop(bound, None)

    def _assign(self, node: ast.Assign) -> None:
        value = self._added_up(node)
        if value is None:
            value = self.expr(node.value)
        value = arithmetic.in_place_of_none(self, node.value, value)
        for target in node.targets:
            self.bind(target, value, node.value)

    def _added_up(self, node: ast.Assign) -> Value | None:
        """``total = total + x`` in a loop is what ``total += x`` is, where the total began as a constant."""
        target, value = node.targets[0], node.value
        if not (self.loops and isinstance(target, ast.Name) and isinstance(value, ast.BinOp)):
            return None
        if not (
            isinstance(value.op, _RUNNING) and isinstance(value.left, ast.Name) and value.left.id == target.id
        ):
            return None
        old = self.expr(value.left)
        return (
            self.augmented(value, old, self.expr(value.right))
            if old.const is not MISSING or old.has("acc")
            else None
        )

    def _annotated_assign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.bind(node.target, self.expr(node.value), node.value)
        elif isinstance(node.target, ast.Name):
            self.env[node.target.id] = self.named(node.target.id)

    def _augmented_assign(self, node: ast.AugAssign) -> None:
        target = node.target
        old = self.expr(target)
        value = arithmetic.in_place_of_none(self, node.value, self.expr(node.value))
        result = self._longer(node, old, value) or self.augmented(node, old, value)
        if (
            not result.known
            and self.loops
            and isinstance(target, ast.Name)
            and isinstance(node.op, (ast.Add, ast.Sub))
        ):
            result = self._total_by_name(node, target.id, old) or result
        self.bind(target, result, None)

    def _longer(self, node: ast.AugAssign, old: Value, value: Value) -> Value | None:
        """A list that ``+=`` adds scores to, as ``extend`` would; None where it does something else."""
        scores = value.is_score or (value.elem is not None and value.elem.is_score)
        if old.kind != "list" or not scores or not isinstance(node.op, ast.Add):
            return None
        return containers.extended(self, node, old, value, node.target)

    def _total_by_name(self, node: ast.AugAssign, name: str, old: Value) -> Value | None:
        """What something unknown adds up to in a loop, under a name that says what it is."""
        hint = self.named(name, LIKELY)
        if hint.kind not in ("nll", "logprob") or not (old.const is not MISSING or old.has("acc")):
            return None
        return hint.but(axes=(), pick="chosen", reduced="sum", tags=hint.tags | {"acc"}, made=node)

    def _return(self, node: ast.Return) -> None:
        value = self.expr(node.value) if node.value is not None else Value("none", fresh(), const=None)
        self.returned.append(value)
        if value.known:
            self.emit(events.Return(node, self.function, value))

    def _if(self, node: ast.If) -> None:
        test = self.expr(node.test)
        self.truths(node.test)
        truth = self.truth(test)
        before = dict(self.env)
        missing, asks = self.missing, self._missing(node.test)
        returned = len(self.returned)
        if truth is not False:
            self.missing = asks and not tests_presence(node.test)
            self.narrow_names(node.test, True)
            self.block(node.body)
        after_body = self.env
        self.env = before
        if truth is not True:
            self.missing = asks and tests_presence(node.test)
            self.narrow_names(node.test, False)
            self.block(node.orelse)
        self.missing = missing
        self._returned_for_some(node.test, returned)
        self._kept_best(node)
        body_leaves = _leaves(node.body)
        else_leaves = bool(node.orelse) and _leaves(node.orelse)
        if truth is True or (else_leaves and not body_leaves):
            self.env = after_body
        elif not (truth is False or body_leaves):
            self.env = self.joined(after_body, self.env, partial(self._met, node.test))

    def _missing(self, test: ast.expr) -> bool:
        """Whether a condition asks for the log-prob that an API did not give."""
        if not tests_none(test):
            return False
        asked = (
            test.operand
            if isinstance(test, ast.UnaryOp)
            else test.left
            if isinstance(test, ast.Compare)
            else test
        )
        value = self.expr(asked)
        if value.kind == "logprob":
            return arithmetic.may_be_none(value) and (
                isinstance(test, ast.Compare) or value.has("maybe", "none-first")
            )
        return value.has("none-first")

    def _kept_best(self, node: ast.If) -> None:
        """``if score > best: best = score`` chooses the largest of what the turns of a loop give."""
        for part in node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]:
            if not (isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ORDERS)):
                continue
            left, right = part.left, part.comparators[0]
            larger, smaller = (left, right) if isinstance(part.ops[0], (ast.Gt, ast.GtE)) else (right, left)
            for new, old, end in ((larger, smaller, "max"), (smaller, larger, "min")):
                value = self.expr(new) if _is_given(old, new, node.body) else None
                if value is not None and value.is_score:
                    own = self.in_turn(value, self.loops[-1] if self.loops else self.function.node)
                    self.emit(events.Choose(part, end, own, value))

    def _returned_for_some(self, test: ast.expr, before: int) -> None:
        """Mark the sums and means that a branch returns where its condition asks of one candidate."""
        for position, value in enumerate(self.returned[before:], before):
            if value.reduced in ("sum", "mean") and self.asks_of_one(test):
                self.returned[position] = value.tagged("of-some")

    def _met(self, test: ast.expr, a: Value, b: Value) -> Value:
        """What is known after either branch; both are met in one run where a condition asks of one candidate."""
        mixed = differ_in_reduction(_entry(a), _entry(b)) and self.asks_of_one(test)
        return met_in_turn(a, b) if mixed else join(a, b)

    def joined(
        self, a: dict[str, Value], b: dict[str, Value], meet: Callable[[Value, Value], Value] = join
    ) -> dict[str, Value]:
        result = dict(b)
        for name, value in a.items():
            other = b.get(name)
            if other is None:
                result[name] = value
            elif other is not value:
                result[name] = meet(value, other)
        return result

    def _for(self, node: ast.For) -> None:
        iterated = self.expr(node.iter)
        self.emit(events.Loop(node, iterated))
        self.loops.append(node)
        before = dict(self.env)
        for _ in self._turns(before):
            self.bind(node.target, self.element(iterated, node), None)
            self.block(node.body)
            self.env = self.joined(self.env, before)
        self.loops.pop()
        self.block(node.orelse)

    def _turns(self, before: dict[str, Value]) -> Iterator[None]:
        """The body of a loop is read again where the first turn left something for it; of one deep in others, once."""
        held = {owner: dict(values) for owner, values in self.attributes.items()}
        lies = len(self._lies)
        self._turning += 1
        yield
        if self._turning <= _MAX_TURNING and (
            len(self._lies) != lies
            or not _leaves_as_it_was(before, self.env)
            or any(not _leaves_as_it_was(held.get(o, {}), now) for o, now in self.attributes.items())
        ):
            yield
        self._turning -= 1

    def _while(self, node: ast.While) -> None:
        self.emit(events.Loop(node, self.expr(node.test)))
        self.loops.append(node)
        before = dict(self.env)
        for _ in self._turns(before):
            self.block(node.body)
            self.expr(node.test)
            self.env = self.joined(self.env, before)
        self.loops.pop()
        self.block(node.orelse)

    def _with(self, node: ast.With) -> None:
        for item in node.items:
            value = self.expr(item.context_expr)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value, None)
        self.block(node.body)

    def _try(self, node: ast.Try) -> None:
        before = dict(self.env)
        self.block(node.body)
        self.block(node.orelse)
        after = self.env
        for handler in node.handlers:
            self.env = dict(before)
            self.block(handler.body)
            if not _leaves(handler.body):
                after = self.joined(after, self.env)
        self.env = after
        self.block(node.finalbody)

    def _match(self, node: ast.Match) -> None:
        self.expr(node.subject)
        before = dict(self.env)
        after = dict(self.env)
        for case in node.cases:
            self.env = dict(before)
            for part in ast.walk(case.pattern):
                name = getattr(part, "name", None)
                if isinstance(name, str):
                    self.env[name] = unknown()
            self.block(case.body)
            after = self.joined(after, self.env)
        self.env = after

    def _define(self, node: ast.FunctionDef) -> None:
        if self.function.node is not self.module.tree or node.name not in self.module.functions:
            function = Function(node, node.name, f"{self.function.qualname}.{node.name}".lstrip("."))
            self.env[node.name] = Value("function", fresh(), ref=(function, self.env))
            if self.wanted(node):
                self.deferred(function)
        for decorator in node.decorator_list:
            self.expr(decorator)

    def deferred(self, function: Function) -> None:
        """A function inside a function is read where it is called; if nobody calls it, with what its names say."""
        name = function.name
        body = getattr(self.function.node, "body", [])
        called = any(
            isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == name
            for statement in body
            for part in ast.walk(statement)
        )
        if not called and len(self.reading) <= _MAX_DEPTH:
            self._invoke(function, {}, None, self.env)

    def _class(self, node: ast.ClassDef) -> None:
        if self.function.node is self.module.tree:
            attributes = self.attributes.setdefault(node.name, {})
            for base in reversed(self.module.bases(node.name)):
                attributes.update(self.attributes.get(base, {}))
            for statement in node.body:
                if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
                    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                    for target in targets:
                        if isinstance(target, ast.Name):
                            attributes[target.id] = self._field(statement, target.id)

    def _field(self, statement: ast.Assign | ast.AnnAssign, name: str) -> Value:
        """What a field of a class holds: a log-prob that begins as 0 is a running sum."""
        value = self.expr(statement.value)
        if isinstance(statement, ast.AnnAssign) and arithmetic.is_zero(value):
            hint = self.named(name, LIKELY)
            if hint.kind in ("logprob", "nll"):
                return hint.but(axes=(), pick="chosen", reduced="sum", tags=hint.tags - {"plural"} | {"acc"})
        return value

    def _assert(self, node: ast.Assert) -> None:
        self.expr(node.test)
        self.narrow_names(node.test, True)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.env.pop(target.id, None)

    def _raise(self, node: ast.Raise) -> None:
        if node.exc is not None:
            self.expr(node.exc)

    # -- binding --------------------------------------------------------------------------------------------------

    def bind(self, target: ast.expr, value: Value, source: ast.expr | None) -> None:
        """Give a target its value; a name speaks only where the value says nothing."""
        if isinstance(target, ast.Name):
            value = self.commented(target.id, self.settle(target.id, value, source), target)
            if (
                value.is_score
                and "by-name" not in value.tags
                and names.kind_of_name(target.id) not in ("", value.kind)
            ):
                self._lies.add((id(self.function.node), names.kind_of_name(target.id)))
            self.env[target.id] = value
            if _telling(value):
                self.emit(events.Assign(target, target.id, value))
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target, value)
            if value.kind == "shape":
                self._take_rank(source, value, len(target.elts))
        elif isinstance(target, ast.Attribute):
            owner = self.expr(target.value)
            value = self.commented(target.attr, self.settle(target.attr, value, source), target)
            if owner.kind == "self" or (owner.kind == "object" and self.is_receiver(target.value)):
                held = self.attributes.setdefault(owner.ref, {})
                old = held.get(target.attr)
                held[target.attr] = value if old is None or self.loops == [] else join(old, value)
                held[target.attr] = _merged(old, value)
            elif isinstance(target.value, ast.Name):
                fields = {**(owner.fields or {}), target.attr: value}
                self.env[target.value.id] = owner.but(fields=fields)
            if owner.kind not in _MUTE:
                self.emit(events.Store(target, owner, Value("text", fresh(), const=target.attr), value))
            if _telling(value):
                self.emit(events.Assign(target, target.attr, value))
        elif isinstance(target, ast.Subscript):
            self.store(target, value)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, Value("list", fresh(), elem=value.elem), None)

    def settle(self, name: str, value: Value, source: ast.expr | None) -> Value:
        """A value that the flow knows nothing of, bound to a name that says what it is."""
        if value.ref is None and (
            value.kind == "text" or (value.kind == "int" and names.words(name) & _SPECIAL)
        ):
            return value.but(ref=name)
        if (value.kind == "output" or value.has("assumed")) and names.kind_of_name(name) == "logprob":
            scores = forward.as_scores(self, value)  # a model of one's own may well return log-probs
            return scores.but(kind="logprob", tags=scores.tags | {"normalised"})
        if value.kind == "list" and value.has("zero-dropped") and names.kind_of_name(name) == "ids":
            ids = self.named(name, LIKELY)
            return ids.but(vn=value.vn, axes=("T",), tags=ids.tags | {"zero-dropped", "of-list"}, made=source)
        if (
            value.kind == "list"
            and isinstance(source, ast.ListComp)
            and value.elem is not None
            and (not value.elem.known or _is_of_text(value.elem))
        ):
            hint = self.named(name, LIKELY)
            listed = hint.kind in ("nll", "ppl", "logprob") and not self._belies(name)
            return value.but(elem=hint.but(axes=())) if listed else value
        if value.pick == "?" and value.has("by-name") and names.words(name) & _ONE_TOKEN:
            return value.but(pick="chosen")
        if value.known or value.has("alternative"):
            return value
        if source is not None and names.speaks(name) and not self._belies(name):
            believed = self.looks_like_forward(source, name) or _are_log_probs(name, source)
            hint = self.named(name, trust=LIKELY if believed else POSSIBLE)
            if hint.known and not (hint.kind in ("ids", "mask") and _is_projected(source)):
                if value.origin is not None and hint.kind in ("ids", "mask"):
                    return hint.but(
                        vn=value.vn,
                        axes=("B", "T") if value.has("matrix") else UNKNOWN_AXES,
                        origin=value.origin,
                        span=value.span,
                        tags=hint.tags | value.tags,
                        made=value.made,
                    )
                if value.has("rolled"):
                    return hint.but(vn=value.vn, made=value.made, span=None, tags=hint.tags | {"rolled"})
                if value.has("log") and hint.kind == "logprob":
                    tags = hint.tags | {"logged"}
                    return hint.but(vn=value.vn, base=value.base, tags=tags, trust=LIKELY, parts=value.parts)
                if value.has("cut-second") and hint.axes[-1:] == ("V",):
                    return hint.but(vn=value.vn, axes=("B", "T", "V"), span=value.span)
                return hint.but(vn=value.vn, tags=hint.tags | (value.tags & {"max"}))
        return value if value.ref is not None else value.but(ref=name)

    def _belies(self, name: str) -> bool:
        """Whether a name of that kind once held something else in this function: then none of them is to be believed."""
        return (id(self.function.node), names.kind_of_name(name)) in self._lies

    def _unpack(self, target: ast.Tuple | ast.List, value: Value) -> None:
        items = value.items
        if value.kind == "num" and value.fields and len(value.fields) == len(target.elts):
            items = tuple(value.fields[key] for key in sorted(value.fields))
        spoken = {names.kind_of_name(part.id) for part in target.elts if isinstance(part, ast.Name)}
        counted = any(isinstance(part, ast.Name) and names.counts(part.id) for part in target.elts)
        fit = {"logit", "ids"} <= spoken or (counted and not spoken.isdisjoint(("nll", "logprob")))
        if "logit" in spoken and not fit:
            fit = any(isinstance(part, ast.Name) and names.words(part.id) & _STATES for part in target.elts)
        trust = (
            LIKELY if fit else POSSIBLE
        )  # ``logits, labels`` or ``nll, n_tokens``: two names that fit together
        for position, part in enumerate(target.elts):
            if isinstance(part, ast.Starred):
                self.bind(part, value, None)
                items = None
            elif items is not None and len(items) == len(target.elts):
                self.bind(part, items[position], None)
            elif value.kind == "output" or (value.kind in ("?", "list") and value.elem is None):
                item = self.output_item(value, position)
                if not item.known and isinstance(part, ast.Name) and not self._belies(part.id):
                    item = self.named(part.id, LIKELY if names.kind_of_name(part.id) == "logprob" else trust)
                    if item.kind == "ids" and isinstance(value.ref, str):
                        item = item.but(ref=f"{value.ref}_{part.id}")  # an option's ids
                self.bind(part, item, None)
            elif value.kind == "shape" and _shaped(value, len(target.elts)) is not None:
                self.bind(part, self.size_of(_shaped(value, len(target.elts)) or value, position), None)
            else:
                self.bind(part, self.element(value, target), None)

    def _take_rank(self, source: ast.expr | None, shape: Value, count: int) -> None:
        """As many names as a shape is unpacked into, so many axes the array has that was known by its name alone."""
        if isinstance(source, ast.Call):
            source = source.func  # x.size()
        array = source.value if isinstance(source, ast.Attribute) else None
        if isinstance(array, ast.Name) and "*" in shape.axes and shape.parts[0].has("by-name", "assumed"):
            shaped = _shaped(shape, count)
            self.env[array.id] = shaped.tagged("ranked") if shaped is not None else self.expr(array)


_STATEMENTS: dict[type[ast.stmt], Callable[[Interpreter, Any], None]] = {
    ast.Expr: Interpreter._expression_statement,
    ast.Assign: Interpreter._assign,
    ast.AnnAssign: Interpreter._annotated_assign,
    ast.AugAssign: Interpreter._augmented_assign,
    ast.Return: Interpreter._return,
    ast.If: Interpreter._if,
    ast.For: Interpreter._for,
    ast.AsyncFor: Interpreter._for,
    ast.While: Interpreter._while,
    ast.With: Interpreter._with,
    ast.AsyncWith: Interpreter._with,
    ast.Try: Interpreter._try,
    ast.FunctionDef: Interpreter._define,
    ast.AsyncFunctionDef: Interpreter._define,
    ast.ClassDef: Interpreter._class,
    ast.Import: Interpreter._import,
    ast.ImportFrom: Interpreter._import,
    ast.Assert: Interpreter._assert,
    ast.Delete: Interpreter._delete,
    ast.Raise: Interpreter._raise,
    ast.Match: Interpreter._match,
}
if sys.version_info >= (3, 11):
    _STATEMENTS[ast.TryStar] = Interpreter._try

_CONSTRUCTORS = ("__init__", "setup", "__post_init__", "build")
_OUTPUTS = frozenset({"forward", "call", "__call__"})
"""What a module returns matters to its callers, whatever words are in it, where one of its layers may give logits."""
_MUTE = frozenset(
    {"?", "none", "self", "object", "class", "callable", "function", "ref", "range", "tokenizer", "embedding"}
)
"""Kinds that no rule asks an assignment about."""
_MEASURED = frozenset({"logit", "logprob", "prob", "nll", "ppl"})
_CARRIERS = frozenset({"list", "tuple", "dict", "output", "response", "generated", "object"})
"""Kinds that may hold a score."""

_SPECIAL = frozenset({"pad", "padding", "eos", "ignore"})
"""Numbers of these names are token ids with a meaning."""
_ONE_TOKEN = frozenset({"token", "tok"})
_STATES = frozenset({"state", "states", "hidden", "cache", "past", "kv", "carry", "h"})
"""What a step of a language model returns beside its logits."""
_RUNNING = (ast.Add, ast.Sub, ast.Mult)
_STRENGTH = {"possible": POSSIBLE, "likely": LIKELY, "certain": 2}


def _names_something(statement: ast.stmt) -> bool:
    """Whether it gives a value to a name of the module, not to a part of something else."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
    return isinstance(statement, (ast.Assign, ast.AnnAssign)) and isinstance(target, ast.Name)


def _telling(value: Value) -> bool:
    """Whether an assignment of it may be of interest: constants are where they are used, but for flags."""
    return value.kind not in _MUTE and (value.const is MISSING or value.kind == "bool")


def _given(value: Value) -> tuple[Any, ...]:
    """What a function can tell of an argument; of one that is unknown its parameter's name says more."""
    if value.known:
        return value.key()
    return (value.span, value.origin is not None, value.axes, value.tags & _FOLLOWED)


_FOLLOWED = frozenset({"zero-dropped"})
"""Tags of something unknown that a function sees, whatever its parameter is called."""


_first = itemgetter(0)


def _is_given(old: ast.expr, new: ast.expr, body: list[ast.stmt]) -> bool:
    """Whether a block assigns ``new`` to ``old``."""
    if not isinstance(old, (ast.Name, ast.Attribute)):
        return False
    spelled = ast.dump(new)
    pairs = (
        pair for s in body if isinstance(s, ast.Assign) for t in s.targets for pair in _paired(t, s.value)
    )
    return any(names.last(one) == names.last(old) and ast.dump(other) == spelled for one, other in pairs)


def _paired(target: ast.expr, value: ast.expr) -> Iterable[tuple[ast.expr, ast.expr]]:
    """``a, b = c, d`` assigns two."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return zip(target.elts, value.elts)
    return ((target, value),)


def _entry(value: Value) -> Value:
    """A score, or one of those that a list or a dictionary holds."""
    return value.elem if value.kind in ("list", "dict") and value.elem is not None else value


def _is_projected(source: ast.expr) -> bool:
    """Whether it is the product of matrices, ``W @ h + b``, which holds neither token ids nor a mask."""
    while isinstance(source, ast.BinOp) and not isinstance(source.op, ast.MatMult):
        source = source.left
    return isinstance(source, ast.BinOp)


def _is_of_text(output: Value) -> bool:
    """Whether it is what a scorer returns that is given texts, not token ids."""
    inputs = (output.fields or {}).get("<inputs>") if output.kind == "output" else None
    return inputs is not None and inputs.kind == "text" and output.has("by-name")


def _are_log_probs(name: str, source: ast.expr) -> bool:
    """Whether what a call returns, or an array of what calls return, is given the name of several log-probs.

    Few other things are called so.
    """
    if not isinstance(source, ast.Call) or names.kind_of_name(name) != "logprob":
        return False
    given = source.args[0] if source.args else None
    calls = isinstance(given, (ast.ListComp, ast.GeneratorExp)) and isinstance(given.elt, ast.Call)
    return name.endswith("s") or calls


def _merged(old: Value | None, new: Value) -> Value:
    """An attribute that was set to a constant and is an accumulator later keeps what it accumulates."""
    if old is None or old.kind in ("none", "?") or old.const is not MISSING:
        return new
    if new.kind == "none" or (new.const is not MISSING and (old.is_score or old.has("counter"))):
        return old
    if old.kind == "list" and new.kind == "list" and old.elem is not None and new.elem is None:
        return old
    return new


def _shaped(shape: Value, count: int) -> Value | None:
    """The array whose shape is unpacked into so many names, with as many axes."""
    array = shape.parts[0]
    if "*" not in shape.axes:
        return array
    if shape.axes[-1:] == ("V",) and count in (2, 3):
        return array.but(axes=("B", "T", "V")[3 - count :])
    tokens = array.kind in ("ids", "mask") or array.pick == "chosen"
    return array.but(axes=("B", "T")) if count == 2 and tokens else None


def _leaves_as_it_was(before: dict[str, Value], after: dict[str, Value]) -> bool:
    """Whether no name stands for something else than before."""
    for name, old in before.items():
        new = after.get(name, old)
        if new is not old and (new.key() != old.key() or new.fields != old.fields):
            return False
    return True


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether control never reaches the end of the block."""
    return bool(body) and isinstance(body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break))


__all__ = ["Affine", "Interpreter", "names"]
