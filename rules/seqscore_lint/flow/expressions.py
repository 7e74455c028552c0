"""The value of an expression."""

from __future__ import annotations

import ast
import functools
import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from seqscore_lint.finding import Step
from seqscore_lint.flow import attributes, events, names
from seqscore_lint.flow.knowledge import FUNCTIONS, METHODS, Signature
from seqscore_lint.flow.module import Function, Module
from seqscore_lint.flow.operations import (
    OPERATIONS,
    Site,
    arithmetic,
    forward,
    iteration,
    places,
    serving,
    subscripts,
    writing,
)
from seqscore_lint.flow.project import Project
from seqscore_lint.flow.values import (
    CERTAIN,
    LIKELY,
    MISSING,
    NOTHING,
    POSSIBLE,
    RETURNS,
    SCORES,
    UNKNOWN_AXES,
    WHOLE,
    ZERO,
    Affine,
    Value,
    differ_in_reduction,
    fresh,
    gather,
    join,
    unknown,
)

_MAX_EXPRESSION_DEPTH = 80
_SILENT = frozenset({"?", "ref", "self"})
_KNOWN = attrgetter("known")
_MAX_FIELDS = 12
_BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%",
    ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|",
}  # fmt: skip
_COMPARE = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_BUILTINS = frozenset(name for name in FUNCTIONS if "." not in name)
_CONSTANTS = {
    "math.e": math.e, "math.pi": math.pi, "numpy.e": math.e, "numpy.inf": math.inf, "math.inf": math.inf,
    "torch.inf": math.inf, "jax.numpy.inf": math.inf, "numpy.newaxis": None, "math.log2e": math.log2(math.e),
    "tensorflow.newaxis": None, "numpy.nan": math.nan, "math.nan": math.nan, "jax.numpy.e": math.e,
}  # fmt: skip
_RENAMED = (
    ("torch.nn.functional.", "torch.nn.functional."),
    ("numpy.ma.", "numpy."),
    ("tensorflow.experimental.numpy.", "numpy."),
    ("tensorflow.compat.v2.", "tensorflow."),
    ("keras.api.", "keras."),
    ("tf_keras.", "keras."),
    ("mlx.core.", "jax.numpy."),
    ("builtins.", ""),
)
_UNEQUAL = (ast.IsNot, ast.NotEq, ast.Gt, ast.GtE)
_EQUAL = (ast.Is, ast.Eq, ast.Lt, ast.LtE)
"""What tells, where it holds or where it does not, that something is not the one that is left out: None, or -100."""
_MEASURING = frozenset({"len", "numel", "count", "sum", "size"})
ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_MAPPING = frozenset({"apply", "map", "progress_apply", "parallel_apply", "transform"})
_PERFORMS = frozenset({"update", "forward", "__call__", "apply", "call", "predict", "predict_on_batch"})
"""Methods that do what the object does when it is called."""
_FORWARD_NAMES = frozenset({"forward", "__call__", "apply", "call"})
_MODEL_WORDS = frozenset(
    {"model", "lm", "llm", "net", "network", "policy", "causal", "gpt", "gpt2", "decoder", "mdl", "backbone", "student",
     "teacher", "forward", "ref", "reference", "engine", "module", "bert", "mlm", "transformer", "scorer", "actor", "nnet"}
)  # fmt: skip
_TOKENIZER_WORDS = frozenset(
    {"tokenizer", "tok", "tokeniser", "tknzr", "enc", "encoder", "tokenize", "tk", "processor"}
)
_TEXT_WORDS = frozenset(
    {"text", "prompt", "question", "answer", "context", "continuation", "completion", "sentence", "choice", "option",
     "query", "suffix", "prefix", "document", "passage", "response", "premise", "ending", "candidate", "string",
     "instruction", "article", "summary", "story", "hypothesis", "claim", "reply"}
)  # fmt: skip


_CAUSAL_NAMES = frozenset({"lm", "llm", "gpt", "gpt2", "causal", "llama"})
"""What only language models that read from left to right are called."""
_SEQUENCES = frozenset(
    {"ctx", "cont", "seq", "sequence", "src", "tgt", "hyp", "cand", "ref", "piece", "chunk"}
)
"""Lists of integers of these names are token ids."""


class Expressions:
    """Evaluates expressions in an environment of names; statements are the subclass's."""

    call_function: Callable[..., Value]
    construct: Callable[[str], None]
    elsewhere: Callable[[str], Any]
    emit: Callable[[Any], None]
    bind: Callable[..., None]
    joined: Callable[..., dict[str, Value]]

    def __init__(
        self, module: Module, signatures: dict[str, Any] | None = None, project: Project | None = None
    ) -> None:
        self.module = module
        self.project = project
        self.env: dict[str, Value] = {}
        self.globals: dict[str, Value] = {}
        self.closure: list[dict[str, Value]] = []
        self.attributes: dict[str, dict[str, Value]] = {}
        self.function = Function(module.tree, "", "")
        self.reading: list[Function] = []
        """The functions whose calls are being followed, innermost last."""
        self.loops: list[ast.AST] = []
        self.missing = False
        """Whether this is only reached where an API gave no log-prob."""
        self.returned: list[Value] = []
        self.signatures = {**FUNCTIONS, **signatures} if signatures else FUNCTIONS
        self._numbers: dict[Any, int] = {}
        self._known: dict[Any, Value] = {}
        """What constants and the names of the file and its imports mean."""
        self._roles: dict[str, Value] = {}
        self._depth = 0
        self._llama = module.imports("llama_cpp") and not module.imports("transformers", "torch", "vllm")
        self.vocabularies: set[int | tuple[str, int]] = set()
        """How many rows the embeddings of this file have: value numbers, and constants."""
        self.joins: dict[int, tuple[Value, ...]] = {}
        """What token ids were joined from, by their value number."""
        self.evaluated: dict[int, Value] = {}
        """The token ids that a llama.cpp model last evaluated, by its value number."""
        self._own: tuple[Value, ...] | None = None
        self._batch: tuple[Value, ...] | None = None

    # -- places and numbers ---------------------------------------------------------------------------------------

    def place(self, node: ast.AST) -> tuple[int, int]:
        row: int = getattr(node, "lineno", 1)
        return row, self._character(row, getattr(node, "col_offset", 0))

    def place_end(self, node: ast.AST) -> tuple[int, int]:
        row: int = getattr(node, "end_lineno", 0) or getattr(node, "lineno", 1)
        column: int = getattr(node, "end_col_offset", 0) or getattr(node, "col_offset", 0)
        return row, self._character(row, column)

    def _character(self, row: int, column: int) -> int:
        lines = self.module.lines
        line = lines[row - 1] if 0 < row <= len(lines) else ""
        if line.isascii():
            return column + 1
        return len(line.encode()[:column].decode("utf-8", "replace")) + 1

    def number(self, *key: Any) -> int:
        """The value number of what ``key`` computes: equal keys, equal numbers."""
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = fresh()
        return known

    def starts(self, whole: int | None, part: int | None) -> frozenset[int]:
        """The symbols of where a part starts in the two that were joined, if it is the second: how long the first is, or itself from the end."""
        pair = self.joins.get(whole) if whole is not None and part is not None else None
        if pair is None or len(pair) != 2 or pair[1].origin != part:
            return frozenset()
        sizes = {self.number("size", pair[0].vn, axis) for axis in (0, 1, -1)}
        from_end = hash((places.END, self.number("len", pair[1].vn)))
        return frozenset({self.number("len", pair[0].vn), from_end, *sizes})

    def derive(self, x: Value, node: ast.AST, what: str, **changes: Any) -> Value:
        """A value made from ``x``: a new number, the changes, one more step of evidence."""
        changes.setdefault("vn", fresh())
        changes.setdefault("const", MISSING)
        value = x.but(**changes)
        return value.step(*self.place(node), what) if what else value

    # -- dispatch -------------------------------------------------------------------------------------------------

    def expr(self, node: ast.AST | None) -> Value:
        if type(node) is ast.Name and (value := self.env.get(node.id)) is not None:
            return value
        handler = _HANDLERS.get(type(node)) if node is not None else None
        if handler is None or self._depth > _MAX_EXPRESSION_DEPTH:
            return unknown()
        self._depth += 1
        try:
            return handler(self, node)
        finally:
            self._depth -= 1

    # -- leaves ---------------------------------------------------------------------------------------------------

    def _constant(self, node: ast.Constant) -> Value:
        const = node.value
        key = ("const", type(const), repr(const) if isinstance(const, (float, tuple)) else const)
        value = self._known.get(key)
        if value is None:
            value = self._known[key] = _of_constant(const, self.number(*key))
        return value

    def _name(self, node: ast.Name) -> Value:
        name = node.id
        value = self.env.get(name)
        if value is not None:
            return value
        for scope in self.closure:
            if name in scope:
                return scope[name]
        if name in self.globals:
            return self.globals[name]
        value = self._known.get(name)
        if value is None:
            value = self._known[name] = self._declared(name)
        return value

    def _declared(self, name: str) -> Value:
        """What a name means that nothing was assigned to."""
        function = self.module.functions.get(name)
        if function is not None:
            return Value("function", fresh(), ref=(function, None))
        if name in self.module.classes:
            return Value("class", fresh(), ref=name)
        target = self.module.aliases.get(name)
        if target is not None:
            return self._reference(target)
        if name in _BUILTINS or name in ("float", "bool", "Exception"):
            return self._reference(name)
        return unknown()

    def _reference(self, dotted: str) -> Value:
        """What an imported name, or an attribute of one, stands for."""
        key = ("ref", dotted)
        value = self._known.get(key)
        if value is None:
            for old, new in _RENAMED:
                if dotted.startswith(old):
                    dotted = new + dotted[len(old) :]
                    break
            if dotted in _CONSTANTS:
                const = _CONSTANTS[dotted]
                kind = "none" if const is None else "num"
                value = Value(kind, self.number("const", repr(const)), const=const, axes=())
            else:
                constant = self._imported(dotted) if dotted.rpartition(".")[2].isupper() else None
                value = constant or Value("ref", self.number("ref", dotted), ref=dotted)
            self._known[key] = value
        return value

    def _imported(self, dotted: str) -> Value | None:
        """A constant or a function that another file of the project defines under an imported name."""
        key = ("imported", dotted)
        if key not in self._known:
            self._known[key] = self._from_project(dotted) or NOTHING
        return self._known[key] if self._known[key].known else None

    def _from_project(self, dotted: str) -> Value | None:
        found = self.project.find(self.module.path, dotted) if self.project is not None else None
        if found is None:
            return None
        path, name, outline = found
        if name in outline.constants:
            return self._constant(ast.Constant(outline.constants[name]))
        other = self.elsewhere(path)
        function = other.module.functions.get(name) if other is not None else None
        return Value("function", fresh(), ref=(function, other)) if function is not None else None

    def _formatted(self, node: ast.JoinedStr) -> Value:
        parts = [
            self.expr(part.value if isinstance(part, ast.FormattedValue) else part) for part in node.values
        ]
        self.show(node, parts)
        parts = [part for part in parts if part.const != ""]
        short = bool(parts) and all(map(arithmetic.is_short, parts))
        return Value(
            "text",
            self.number("text", *(p.vn for p in parts)),
            parts=tuple(parts),
            tags=frozenset({"composed", "short"}) if short else frozenset({"composed"}),
        )

    def _lambda(self, node: ast.Lambda) -> Value:
        function = Function(node, "<lambda>", f"{self.function.qualname}.<lambda>".lstrip("."))
        return Value("function", fresh(), ref=(function, self.env))

    def _yield(self, node: ast.Yield | ast.YieldFrom) -> Value:
        if node.value is not None:
            value = self.expr(node.value)
            self.emit(events.Return(node, self.function, value))
            self.returned.append(Value("list", fresh(), elem=value) if isinstance(node, ast.Yield) else value)
        return unknown()

    def _inner(self, node: ast.Await | ast.Starred | ast.FormattedValue) -> Value:
        return self.expr(node.value)

    def _named_expression(self, node: ast.NamedExpr) -> Value:
        value = self.expr(node.value)
        self.bind(node.target, value, node.value)
        return value

    # -- containers -----------------------------------------------------------------------------------------------

    def _tuple(self, node: ast.Tuple) -> Value:
        items = tuple(self.expr(part) for part in node.elts)
        if any(isinstance(part, ast.Starred) for part in node.elts):
            return Value("list", fresh(), elem=self._common(items))
        return Value(
            "tuple", self.number("tuple", *(i.vn for i in items)), items=items, elem=self._common(items)
        )

    def _list(self, node: ast.List | ast.Set) -> Value:
        items = tuple(self.expr(part) for part in node.elts)
        if not items:
            return Value("list", fresh(), items=())
        spread = [isinstance(part, ast.Starred) for part in node.elts]
        if any(spread) and all(item.kind in ("ids", "list") for item, own in zip(items, spread) if own):
            return self._spread(node, items, spread)
        known = None if any(spread) else items
        return Value("list", self.number("list", fresh()), items=known, elem=self._common(items), made=node)

    def _spread(self, node: ast.AST, items: tuple[Value, ...], spread: list[bool]) -> Value:
        """``[*ids, eos]`` is ``ids + [eos]``."""
        lists: list[Value] = []
        for several, group in itertools.groupby(zip(items, spread), key=itemgetter(1)):
            part = tuple(item for item, _ in group)
            lists += part if several else [Value("list", fresh(), items=part, elem=self._common(part))]
        return functools.reduce(lambda left, right: arithmetic.concatenate(self, node, left, right), lists)

    def _common(self, items: tuple[Value, ...]) -> Value | None:
        if not items:
            return None
        common = items[0]
        for item in items[1:]:
            common = gather(common, item)
        return common

    def _dict(self, node: ast.Dict) -> Value:
        fields: dict[str, Value] = {}
        elem: Value | None = None
        key_value: Value | None = None
        for key, part in zip(node.keys, node.values):
            value = self.expr(part)
            if key is None:
                fields.update(value.fields or {})
                elem = value.elem or elem
                continue
            name = self.expr(key)
            if isinstance(name.const, str):
                if name.const == "input_ids" and not value.known and value.origin is not None:
                    value = forward.as_ids(value) or value
                    forward.believe_ids(self, part, value)
                fields[name.const] = value
                self.emit(events.Assign(part, name.const, value))
            else:
                key_value = name
                elem = value if elem is None else gather(elem, value)
        return Value("dict", fresh(), fields=fields, elem=elem, ref=key_value)

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> Value:
        with_env = dict(self.env)
        saved, self.env = self.env, with_env
        tags: set[str] = set()
        try:
            iterated = [self._enter(generator, tags) for generator in node.generators]
            over = iterated[0]
            items = self._one_by_one(node, over) if over.kind == "tuple" and over.items else None
            elem = self.expr(node.elt) if items is None else self._common(items) or unknown()
        finally:
            self.env = saved
        elem = self.in_turn(elem, node)
        if elem.kind == "logit" and elem.axes == () and len(elem.parts) == 2 and self._is_held(elem.parts[0]):
            tags.add("of-one")
        if not tags.isdisjoint(("filtered", "ranged")) and elem.has("echoed"):
            elem = elem.but(span=None)  # which of the text's tokens were left out is not known
        if not elem.known and elem.vn and _drops_falsy(node):
            tags.add("zero-dropped")
        return Value(
            "list", fresh(), elem=elem, items=items, parts=(over,), tags=frozenset(tags), trust=elem.trust, steps=elem.steps,
            ref=over.vn if len(node.generators) == 1 else None,
        )  # fmt: skip

    def _is_held(self, value: Value) -> bool:
        """Whether a distribution over the vocabulary is what a name holds: the same one, whatever is gone over."""
        return value.axes == ("V",) and any(held.vn == value.vn for held in self.env.values())

    def _one_by_one(
        self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp, over: Value
    ) -> tuple[Value, ...] | None:
        """What a comprehension makes of each of a few values of several kinds: ``(t.to(device) for t in (ids, mask))``."""
        items = over.items or ()
        if len(node.generators) > 1 or node.generators[0].ifs or len({item.kind for item in items}) < 2:
            return None
        made = []
        for item in items[:8]:
            self.bind(node.generators[0].target, item, None)
            made.append(self.expr(node.elt))
        return tuple(made) if len(items) == len(made) else None

    def _enter(self, generator: ast.comprehension, tags: set[str]) -> Value:
        iterated = self.expr(generator.iter)
        if iterated.kind == "range" and iterated.parts:
            self.emit(events.Loop(generator.iter, iterated))
            if iterated.parts[0].const not in (0, 1):
                tags.add("ranged")  # what comes before is left out
        if iterated.has("filtered"):
            tags.add("filtered")
        self.bind(generator.target, self.element(iterated, generator), None)
        for test in generator.ifs:
            self.expr(test)
            self.truths(test)
            self.narrow_names(test, True)
            tags.add("filtered-none" if tests_none(test) and tests_presence(test) else "filtered")
        return iterated

    def _dict_comprehension(self, node: ast.DictComp) -> Value:
        saved, self.env = self.env, dict(self.env)
        try:
            for generator in node.generators:
                iterated = self._enter(generator, set())
            key, elem = self.expr(node.key), self.expr(node.value)
            if elem.ref == "loop" and subscripts.numbers_symbols(node.generators[0]):
                elem = elem.but(ref=subscripts.TOKEN_ID, pos=None)
            self.emit(events.Store(node, Value("dict", fresh()), key, elem))
            fields = self._mapped_fields(node, iterated) if len(node.generators) == 1 else {}
        finally:
            self.env = saved
        return Value("dict", fresh(), elem=None if fields else elem, ref=key, fields=fields, parts=(key,))

    def _mapped_fields(self, node: ast.DictComp, iterated: Value) -> dict[str, Value]:
        """``{k: v.to(device) for k, v in batch.items()}``: the same keys again, and what becomes of what they hold."""
        generator, held = node.generators[0], iterated.parts[0].fields if iterated.kind == "items" else None
        target = generator.target
        if not held or len(held) > _MAX_FIELDS or generator.ifs or not isinstance(target, ast.Tuple):
            return {}
        if len(target.elts) != 2 or names.last(node.key) != names.last(target.elts[0]):
            return {}
        fields = {}
        for name, value in held.items():
            self.bind(target.elts[1], value, None)
            fields[name] = self.expr(node.value)
        return fields

    def in_turn(self, elem: Value, repeated: ast.AST) -> Value:
        """An element that comes from a forward pass of its own, made anew in every turn of a loop."""
        if elem.kind == "tuple" and elem.items:
            items = tuple(self.in_turn(item, repeated) for item in elem.items)
            return elem if items == elem.items else elem.but(items=items)
        if elem.kind != "logit" or not elem.steps:
            return elem
        passes = [step for step in elem.steps if step.what in _PASSES]
        if any(_is_own(step, self.function.node) and not _is_within(step, repeated) for step in passes):
            return elem  # the one pass that was made before
        returned = [step for step in elem.steps if step.what.endswith(RETURNS)]
        return (
            elem.tagged("own-context")
            if any(_is_within(step, repeated) for step in passes + returned)
            else elem
        )

    def element(self, iterated: Value, node: ast.AST) -> Value:
        """One element of what is iterated over; elements of paired sequences share their position."""
        return iteration.element(self, iterated, node)

    # -- operators ------------------------------------------------------------------------------------------------

    def _binary(self, node: ast.BinOp) -> Value:
        left, right = self.expr(node.left), self.expr(node.right)
        return arithmetic.binary(self, node, _BINARY.get(type(node.op), "?"), left, right)

    def augmented(self, node: ast.AugAssign | ast.BinOp, old: Value, value: Value) -> Value:
        return arithmetic.augmented(self, node, _BINARY.get(type(node.op), "?"), old, value)

    def _unary(self, node: ast.UnaryOp) -> Value:
        value = self.expr(node.operand)
        if isinstance(node.op, ast.USub):
            return arithmetic.negate(self, node, value)
        if isinstance(node.op, (ast.Not, ast.Invert)):
            return arithmetic.invert(self, node, value)
        return value

    def _compare(self, node: ast.Compare) -> Value:
        left = self.expr(node.left)
        result = Value("bool", fresh())
        for operator, part in zip(node.ops, node.comparators):
            right = self.expr(part)
            result = arithmetic.compare(self, node, _COMPARE.get(type(operator), "?"), left, right)
            left = right
        return result

    def _boolean(self, node: ast.BoolOp) -> Value:
        values = [self.expr(part) for part in node.values]
        if isinstance(node.op, ast.Or):
            first, last = values[0], values[-1]
            result = join(first, last) if last.kind not in ("bool",) else last
            if arithmetic.is_zero(last) and arithmetic.may_be_none(first):
                result = arithmetic.none_as_zero(self, node, first)
            elif first.is_score and last.const is not MISSING:
                result = first.tagged("or-default").but(parts=(last,), vn=fresh())
            elif not first.known and last.const is not MISSING:
                result = unknown()
            self.emit(events.Binary(node, "or", first, last, result))
            return result
        result = values[0]
        for value in values[1:]:
            result = join(result, value)
        return result

    def _conditional(self, node: ast.IfExp) -> Value:
        truth = self.truth(self.expr(node.test))
        saved = dict(self.env)
        self.narrow_names(node.test, True)
        body = self.expr(node.body)
        self.env = saved
        orelse = self.expr(node.orelse)
        if truth is not None:
            return body if truth else orelse
        absent, present = (orelse, body) if tests_presence(node.test) else (body, orelse)
        mixed = differ_in_reduction(body, orelse) and self.asks_of_one(node.test)
        if tests_none(node.test) and arithmetic.is_zero(absent) and arithmetic.may_be_none(present):
            result = arithmetic.none_as_zero(self, node, present)
        else:
            result = (gather if mixed else join)(body, orelse)
        self.emit(events.Binary(node, "if-else", body, orelse, result))
        return result

    def asks_of_one(self, test: ast.expr) -> bool:
        """Whether a condition asks of the candidate at hand, not of a setting: how long it is, or what its loop gives."""
        if not isinstance(test, ast.Compare):
            return False
        loop = self.loops[-1] if self.loops else None
        given = (
            {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
            if isinstance(loop, ast.For)
            else set()
        )
        for part in ast.walk(test):
            if isinstance(part, ast.Name) and part.id in given:
                return True
            if isinstance(part, ast.Call) and names.last(part.func) in _MEASURING:
                limit = getattr(test.comparators[0], "value", None)
                return isinstance(test.ops[0], ORDERS) and limit not in (0, 1)
        return False

    def truth(self, value: Value) -> bool | None:
        if (
            value.const is not MISSING
            and not value.has("default", "acc", "maybe")
            and value.kind in ("bool", "none")
        ):
            return bool(value.const)
        return None

    def truths(self, test: ast.expr) -> None:
        """Tell the rules of single token ids that a condition takes for true: a comparison with 0."""
        if isinstance(test, ast.BoolOp):
            for part in test.values:
                self.truths(part)
            return
        negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
        name = test.operand if isinstance(test, ast.UnaryOp) else test
        value = self.env.get(name.id) if isinstance(name, ast.Name) else None
        if value is None or value.kind != "ids" or not isinstance(name, ast.Name):
            return
        if value.axes == () or (value.pos is not None and not name.id.endswith("s")):
            zero = Value("int", self.number("const", "int", "0"), const=0, axes=())
            result = Value("bool", fresh(), parts=(value, zero))
            self.emit(events.Compare(name, "==" if negated else "!=", value, zero, result))

    def narrow_names(self, test: ast.expr, holds: bool) -> None:
        """What a test tells about the names in it: ``x is not None`` removes the None."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self.narrow_names(test.operand, not holds)
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And if holds else ast.Or):
            for part in test.values:
                self.narrow_names(part, holds)
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.left, ast.Name):
            value = self.env.get(test.left.id)
            if value is not None and isinstance(test.ops[0], _UNEQUAL if holds else _EQUAL):
                self.env[test.left.id] = value.untagged("maybe", "none-first", "-100")
        elif isinstance(test, ast.Name) and holds:
            value = self.env.get(test.id)
            if value is not None and value.has("maybe"):
                self.env[test.id] = value.untagged("maybe")

    # -- attributes and subscripts --------------------------------------------------------------------------------

    def _attribute(self, node: ast.Attribute) -> Value:
        base = self.expr(node.value)
        return self.attribute_of(base, node.attr, node)

    def attribute_of(self, base: Value, name: str, node: ast.AST) -> Value:
        if base.kind == "ref":
            return self._reference(f"{base.ref}.{name}")
        if base.kind in ("self", "class", "object") and isinstance(base.ref, str):
            self.construct(base.ref)
            held = self.attributes.get(base.ref, {}).get(name)
            given = base.fields.get(name) if base.fields else None
            if given is not None and (held is None or _is_beginning(held)):
                return given
            if held is not None:
                return held
            method = self.module.method(base.ref, name)
            if method is not None and method.is_property:
                return self.call_function(method, None, {method.parameters[0]: base}, None)
            if method is not None:
                return Value(
                    "function", self.number("method", base.ref, name), ref=(method, None), parts=(base,)
                )
            vn = self.number("attr", base.vn if base.kind == "object" else base.ref, name)
            declared = self._annotated(base.ref, name)
            if declared is not None and (
                declared.kind in ("text", "ids", "list", "mask") or declared.is_score
            ):
                return declared.but(vn=vn)
            hint = self.role(name)
            return hint.but(vn=vn) if hint.kind in ("model", "tokenizer") else self.attribute_hint(name, vn)
        if base.fields and name in base.fields:
            return base.fields[name]
        return attributes.attribute(self, base, name, node)

    def is_receiver(self, node: ast.expr) -> bool:
        """Whether it is the object whose method is being read."""
        return isinstance(node, ast.Name) and node.id in ("self", self.function.receiver)

    def _annotated(self, owner: str, name: str) -> Value | None:
        """What the annotation of a class's field says of it."""
        for statement in self.module.classes[owner].body if owner in self.module.classes else ():
            if (
                isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
                and statement.target.id == name
            ):
                declared = self._parameter(ast.arg(arg=name, annotation=statement.annotation))
                declared = self.commented(name, declared, statement)
                of_token = (
                    declared.kind in ("prob", "logprob")
                    and declared.pick == "?"
                    and names.words(owner) & _TOKENS
                )
                if (
                    declared.kind == "ids"
                    and names.words(name) & _LABELS
                    and self.module.mentions(owner, _IGNORED)
                ):
                    declared = declared.tagged("-100")
                return declared.but(pick="chosen") if of_token else declared
        return None

    def attribute_hint(self, name: str, vn: int) -> Value:
        return self.named(name, POSSIBLE).but(vn=vn) if names.speaks(name) else unknown(vn, ref=name)

    def _subscript(self, node: ast.Subscript) -> Value:
        base = self.expr(node.value)
        return subscripts.subscript(self, node, base)

    def store(self, target: ast.Subscript, value: Value) -> None:
        writing.store(self, target, value)

    def size_of(self, value: Value, axis: int) -> Value:
        return places.size_of(self, value, axis)

    def output_item(self, value: Value, position: int) -> Value:
        return forward.item(self, value, position)

    # -- calls ----------------------------------------------------------------------------------------------------

    def _call(self, node: ast.Call) -> Value:
        callee = node.func
        if isinstance(callee, ast.Attribute):
            base = self.expr(callee.value)
            if base.kind == "ref":
                target = self._reference(f"{base.ref}.{callee.attr}")
                return self._call_reference(node, target)
            if (inherited := self._inherited(callee)) is not None:
                return self._call_local(node, inherited)
            return self._call_method(node, base, callee.attr)
        target = self.expr(callee)
        if target.kind == "ref":
            return self._call_reference(node, target)
        return self.call_value(node, target)

    def _inherited(self, callee: ast.Attribute) -> Value | None:
        """The method of another class of this file that ``super().method`` is."""
        called = callee.value
        if not isinstance(called, ast.Call) or names.last(called.func) != "super":
            return None
        receiver = self.env.get(self.function.receiver)
        methods = (
            self.module.methods[base].get(callee.attr) for base in self.module.bases(self.function.owner)
        )
        method = next(filter(None, methods), None)
        if method is None or receiver is None:
            return None
        return Value("function", fresh(), ref=(method, None), parts=(receiver,))

    def call_value(self, node: ast.Call, target: Value) -> Value:
        """Call something that is held in a variable."""
        if target.kind == "function":
            return self._call_local(node, target)
        if target.kind == "class":
            return self._instantiate(node, target.ref)
        if target.kind == "callable":
            signature, bound = target.ref
            return self.operate(node, signature, str(signature.facts.get("function", "")), None, bound)
        if target.kind == "model":
            own = self.own_forward(target)
            return self._forwarded(node, own) if own is not None else forward.forward(self, node, target)
        if target.kind == "tokenizer":
            return self.operate(node, _TOKENISE, "tokenizer", target)
        if target.kind == "getter":
            arguments = self.arguments(node)
            return target.ref(arguments[0]) if arguments else unknown()
        if target.kind in ("self", "object"):
            owner = target.ref or ""
            name = next((n for n in ("forward", "__call__", "call") if self.module.method(owner, n)), "")
            if name:
                return self._call_local(node, self.attribute_of(target, name, node))
        name = names.last(node.func)
        role = self.role(name) if not target.known or target.kind == "ref" else unknown()
        if not target.known and _applies_parameters(node, name):
            return forward.forward(self, node, self._model(target.vn))
        if role.kind in ("model", "tokenizer") and not isinstance(node.func, ast.Call):
            return self.call_value(node, role.but(vn=target.vn))
        return _returned_by(target, self.opaque(node, name, target))

    def own_forward(self, model: Value) -> Value | None:
        """What the models that this file defines return, where they all return the same kind; None where it defines none."""
        if not model.has("by-name") or self.module.imports("transformers"):
            return None
        if self._own is None:
            self._own = ()
            found = []
            for owner, methods in self.module.methods.items():
                method = (
                    methods.get("forward")
                    or methods.get("call")
                    or (methods.get("__call__") if "Module" in _bases(self.module.classes[owner]) else None)
                )
                if method is not None:
                    found.append(self.call_function(method, None, {}, None))
            kinds = {_main_output(value).kind for value in found}
            main = _main_output(found[0]) if found else unknown()
            if len(kinds) == 1 and main.is_score and not main.reduced:
                self._own = (found[0],)
        return self._own[0] if self._own else None

    def own_batch(self) -> Value | None:
        """What the one collator of this file makes: the batches of a loader that comes from elsewhere."""
        if self._batch is None:
            self._batch = ()
            collators = [m["__call__"] for m in self.module.methods.values() if "__call__" in m]
            collators += [f for name, f in self.module.functions.items() if "collate" in name]
            batches = [self.call_function(c, None, {}, None) for c in collators]
            found = [
                b
                for b in batches
                if b.kind == "dict" and b.fields and {"input_ids", "labels"} <= b.fields.keys()
            ]
            if len(found) == 1:
                self._batch = (found[0].but(trust=LIKELY),)
        return self._batch[0] if self._batch else None

    def _forwarded(self, node: ast.Call, result: Value) -> Value:
        """The result of a forward that is known, for the token ids that it is given here."""
        args, keywords = self.arguments(node), self.keywords(node)
        main = _main_output(result)
        inputs = next((forward.as_ids(v) for v in (*args, *keywords.values()) if forward.as_ids(v)), None)
        if inputs is not None and main.axes == ("*", "V") and main.origin is None:
            axes = (*inputs.axes, "V") if "*" not in inputs.axes and inputs.axes else main.axes
            main = main.but(origin=inputs.origin, span=inputs.span, axes=axes)
        return main if main.kind == result.kind else result.but(items=(main, *(result.items or ())[1:]))

    def _call_reference(self, node: ast.Call, target: Value) -> Value:
        dotted = target.ref
        if target.kind != "ref":
            return self.call_value(node, target)
        signature = self.signatures.get(dotted)
        if signature is None:
            owner, _, last = dotted.rpartition(".")
            if last == "from_pretrained":
                return self.operate(node, METHODS[last], dotted, Value("ref", 0, ref=owner))
            if owner.endswith("Tensor") and last in METHODS:
                signature = METHODS[last]
            elif dotted.split(".")[0] in _TENSOR_LIBRARIES and last in _ELSEWHERE:
                signature = None
        if signature is not None:
            return self.operate(node, signature, dotted, None)
        own = self._imported(dotted)
        return self.opaque(node, dotted, target) if own is None else self.call_value(node, own)

    def _call_method(self, node: ast.Call, base: Value, name: str) -> Value:
        member: Value | None = None
        if base.kind in ("self", "class", "object") or (base.fields and name in base.fields):
            member = self.attribute_of(base, name, node)
            if member.kind in ("function", "callable", "model", "tokenizer", "object", "class"):
                return self.call_value(node, member)
            if base.kind in ("self", "object") and name in _FORWARD_NAMES:
                return self.opaque(node, name, base)
        if base.kind == "callable" and name in _PERFORMS:
            return self.call_value(node, base)
        if base.kind == "model" and name in _FORWARD_NAMES:
            return self.call_value(node, base)
        if name in _MAPPING and node.args and not base.is_score:
            function = self.expr(node.args[0])
            if function.kind == "function":
                return self._mapped_by(node, function, base)
        special = attributes.METHODS.get((base.kind, name))
        signature = special or METHODS.get(name)
        if signature is not None and not (
            base.kind in ("self", "class") and signature.operation != "from-pretrained"
        ):
            return self.operate(node, signature, f".{name}", base)
        if (not base.known or base.has("by-name")) and (
            own := self._own_method(node, base, name)
        ) is not None:
            return self.call_value(node, own)
        role = self.role(name)
        if _applies_parameters(node, name):
            return forward.forward(self, node, self._model(self.number("attr", base.vn, name)))
        if role.kind in ("model", "tokenizer") and not base.is_score:
            vn = self.number("attr", base.vn, name)
            return self.call_value(node, role.but(vn=vn))
        return _returned_by(member, self.opaque(node, f".{name}", base))

    def _own_method(self, node: ast.Call, base: Value, name: str) -> Value | None:
        """The method of that name that one class of this file has, for an object that came from elsewhere."""
        owner = self.module.only_owner(name)
        if not owner or any(name == read.name for read in self.reading):
            return None
        method = self.module.methods[owner][name]
        if method.is_property or len(node.args) >= len(method.parameters):
            return None
        return self.attribute_of(Value("object", base.vn, ref=owner), name, node)

    def _mapped_by(self, node: ast.Call, function: Value, base: Value) -> Value:
        """``frame["text"].apply(score)``, ``pool.map(score, texts)``: what a function makes of every entry, or of every row."""
        by_a_pool = len(node.args) > 1 and names.last(node.func) == "map"
        gone_over = tuple(map(self.expr, node.args[1:])) if by_a_pool else (base,)
        given = tuple(self.element(several, node) for several in gone_over)
        elem = self.in_turn(self.apply(function, given, node), node)
        if function.ref[0].name != "<lambda>":
            elem = self.in_turn(elem, function.ref[0].node)
        return Value("list", fresh(), elem=elem, parts=gone_over[:1], trust=elem.trust, steps=elem.steps)

    def show(self, node: ast.AST, parts: Sequence[Value]) -> None:
        """Tell the rules which scores follow a text that names them, or stand before their unit."""
        for position, (label, value) in enumerate(zip(parts, parts[1:])):
            if value.is_score and isinstance(label.const, str):
                self.emit(events.Show(node, label.const, value))
            elif label.is_score and isinstance(value.const, str):
                names_next = position + 2 < len(parts) and not isinstance(parts[position + 2].const, str)
                if unit := names.unit(value.const, names_next):
                    self.emit(events.Show(node, unit, label))

    def show_between(self, node: ast.AST, labels: Sequence[str], values: Iterable[Value]) -> None:
        """The same of values that stand between the pieces of a text: one piece before the first, one behind each."""
        parts = [Value("text", 0, const=labels[0])]
        for value, label in zip(values, labels[1:]):
            parts += (value, Value("text", 0, const=label))
        self.show(node, parts)

    def opaque(self, node: ast.Call, name: str, receiver: Value) -> Value:
        """A call of which nothing is known: its arguments are read, its result is unknown."""
        args, keywords = self.arguments(node), self.keywords(node)
        for keyword, value in keywords.items():
            if value.is_score:
                self.emit(events.Show(node, keyword, value))
        self.show(node, args)
        result = serving.answer(self, node, receiver, args, keywords)
        if result is None:
            called = name.rpartition(".")[2]
            result = self._documented_result(called) or self._promised(called, args)
        if result.known or receiver.kind not in _SILENT or any(map(_KNOWN, (*args, *keywords.values()))):
            self.emit(events.Call(node, name, receiver, args, keywords, result))
        return result

    def _documented_result(self, name: str) -> Value | None:
        """What a call of that name returns by a documentation of the file."""
        told = self.module.documented_calls.get(name)
        if told is None:
            return None
        axes, kind, others = told
        first = Value(
            kind or "?",
            fresh(),
            axes=axes,
            trust=LIKELY,
            tags=_DOCUMENTED,
            domain=self.module.model_class if kind else "",
        )
        return (
            Value("tuple", fresh(), items=(first, *(unknown() for _ in range(others)))) if others else first
        )

    def _promised(self, name: str, args: tuple[Value, ...]) -> Value:
        """What an unexplained call returns by its name: token log-probs and logits are called so for a reason."""
        has = names.words(name)
        if name == "loglikelihood" and args and args[0].kind == "list":
            return self._harness_results()
        kind = names.kind_of_name(name)
        if kind in ("prob", "logprob") and "next" in has and name.endswith("s"):
            return Value(kind, fresh(), axes=("V",), trust=LIKELY, tags=_BY_NAME)
        if kind == "prob" and has & {"token", "tok", "word"} and len(args) > 1:
            axes = UNKNOWN_AXES if name.endswith("s") else ()
            return Value("prob", fresh(), axes=axes, pick="chosen", trust=LIKELY, tags=_BY_NAME)
        if kind == "logprob" and name.endswith("s"):
            of_tokens = has & {"token", "tok", "tokens"}
            elem = Value(
                "logprob", fresh(), axes=(), pick="chosen" if of_tokens else "?", trust=LIKELY, tags=_BY_NAME
            )
            return Value("list", fresh(), elem=elem, trust=LIKELY)
        if names.kind_of_name(name) == "logit" and not has & {
            "process",
            "processor",
            "warp",
            "filter",
            "mask",
            "id",
            "ids",
        }:
            return Value(
                "logit", fresh(), axes=("*", "V"), trust=LIKELY, tags=_BY_NAME, domain=self.module.model_class
            )
        if names.kind_of_name(name) == "ppl" and args:
            return self.named(name, LIKELY).but(axes=(), parts=args)
        if (names.kind_of_name(name) == "nll" or has & {"criterion", "crit"}) and any(
            arg.kind in ("output", "logit") for arg in args
        ):
            return Value("nll", fresh(), pick="chosen", reduced="?", trust=LIKELY, tags=_BY_NAME, parts=args)
        return unknown(trust=POSSIBLE, parts=args)

    def arguments(self, node: ast.Call) -> tuple[Value, ...]:
        """The positional arguments; of ``*pair`` its items where they are known."""
        given: list[Value] = []
        for part in node.args:
            value = self.expr(part)
            spread = isinstance(part, ast.Starred) and value.kind == "tuple" and value.items
            given.extend(spread or (value,))
        return tuple(given)

    def keywords(self, node: ast.Call) -> dict[str, Value]:
        given: dict[str, Value] = {}
        for keyword in node.keywords:
            value = self.expr(keyword.value)
            if keyword.arg is not None:
                given[keyword.arg] = value
            elif value.kind == "encoding":
                given["**"] = value
                if value.fields and "labels" in value.fields:
                    given["labels"] = value.fields["labels"]
            elif value.fields:
                given.update(value.fields)
            else:
                spelled = names.words(names.last(keyword.value))
                given["**"] = value.tagged("options") if spelled & _OPTIONS or value.kind == "dict" else value
        return given

    def operate(
        self,
        node: ast.Call,
        signature: Signature,
        name: str,
        receiver: Value | None,
        bound: dict[str, Value] | None = None,
    ) -> Value:
        """Perform the operation that a knowledge table names."""
        args, keywords = self.arguments(node), self.keywords(node)
        roles: dict[str, Value] = dict(bound or {})
        extra: list[Value] = []
        positional = signature.positional
        given = (receiver, *args) if receiver is not None else args
        for position, value in enumerate(given):
            if position < len(positional):
                roles[positional[position]] = value
            else:
                extra.append(value)
        if any(isinstance(part, ast.Starred) for part in node.args):
            extra.append(unknown())
        for keyword, value in keywords.items():
            roles[signature.keywords.get(keyword, keyword)] = value
        site = Site(node, name, signature, roles, tuple(extra), args, keywords, receiver)
        operation = OPERATIONS.get(signature.operation)
        result = operation(self, site) if operation is not None else unknown()
        self.emit(events.Call(node, name, receiver or NOTHING, args, keywords, result))
        return result

    def _call_local(self, node: ast.Call, target: Value) -> Value:
        function, closure = target.ref
        args, keywords = self.arguments(node), self.keywords(node)
        parameters = list(function.parameters)
        given: dict[str, Value] = {}
        if function.receiver:
            owner = target.parts[0] if target.parts else None
            given[parameters[0]] = owner if owner is not None else Value("self", fresh(), ref=function.owner)
            if owner is None or owner.kind != "class" or function.is_of_class:
                parameters = parameters[1:]
        starred = [part for part in node.args if isinstance(part, ast.Starred)]
        if not starred or all(self.expr(part).items for part in starred):
            given.update(zip(parameters, args))
        given.update({name: value for name, value in keywords.items() if name in function.parameters})
        result = self.call_function(function, node, given, closure)
        if not result.known:
            answered = serving.answer(self, node, unknown(0), args, keywords)
            promised = answered or self._promised(function.name, args)
            result = promised if promised.known else result
        self.emit(events.Call(node, function.name, target, args, keywords, result))
        return result

    def apply(self, target: Value, arguments: tuple[Value, ...], node: ast.AST) -> Value:
        """The value of calling a function value with these arguments; unknown unless it is in this file."""
        if target.kind == "function":
            function, closure = target.ref
            bound = target.parts[:1]
            if bound and not (arguments and arguments[0] is bound[0]):
                arguments = (*bound, *arguments)
            return self.call_function(function, None, dict(zip(function.parameters, arguments)), closure)
        if target.kind == "getter":
            return target.ref(arguments[0])  # type: ignore[no-any-return]
        if target.kind == "ref" and arguments:
            signature = self.signatures.get(target.ref)
            if signature is not None and signature.positional:
                call = ast.copy_location(ast.Call(func=ast.Name("f", ast.Load()), args=[], keywords=[]), node)
                roles = dict(zip(signature.positional, arguments))
                site = Site(call, target.ref, signature, roles, (), arguments, {}, None)
                operation = OPERATIONS.get(signature.operation)
                return operation(self, site) if operation is not None else unknown()
        return unknown()

    def _instantiate(self, node: ast.Call, owner: str) -> Value:
        init = self.module.method(owner, "__init__")
        args, keywords = self.arguments(node), self.keywords(node)
        instance = Value("object", fresh(), ref=owner)
        if init is not None:
            given = dict(zip(init.parameters[1:], args))
            given.update({name: value for name, value in keywords.items() if name in init.parameters})
            given[init.parameters[0] if init.parameters else "self"] = Value("self", fresh(), ref=owner)
            self.call_function(init, node, given, None)
        else:
            fields = {name: value for name, value in keywords.items() if name != "**"}
            body = self.module.classes[owner].body
            declared = [
                s.target.id for s in body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)
            ]
            fields.update(zip(declared, args))
            begins = self.attributes.get(owner, {})
            fields |= {
                name: begins[name]
                for name in declared
                if name not in fields and name in begins and begins[name].const is not MISSING
            }
            spelled = dict(zip(declared, node.args)) | {k.arg: k.value for k in node.keywords if k.arg}
            for name, value in fields.items():
                self.emit(events.Assign(spelled.get(name, node), name, value))
            instance = instance.but(fields=fields)
        return instance

    # -- names ----------------------------------------------------------------------------------------------------

    def role(self, name: str) -> Value:
        """A model or a tokenizer, where a name says so."""
        known = self._roles.get(name)
        if known is None:
            known = self._roles[name] = self._role(name)
        return known

    def _role(self, name: str) -> Value:
        has = names.words(name)
        if self._llama and has & _MODEL_WORDS and not has & _NOT_MODELS:
            return Value("llama", self.number("model", name), trust=LIKELY)
        if has & _TOKENIZER_WORDS and names.kind_of_name(name) not in SCORES and not names.counts(name):
            tags = frozenset({"processor"}) if "processor" in has else frozenset[str]()
            return Value("tokenizer", self.number("tokenizer", name), trust=LIKELY, tags=tags)
        if has & _MODEL_WORDS and not names.kind_of_name(name) and not has & _NOT_MODELS:
            return self._model(self.number("model", name), has)
        return unknown()

    def _model(self, vn: int, words: frozenset[str] = frozenset()) -> Value:
        """A model of the class that the file speaks of, or that its name says where the file says nothing."""
        named = words & _CAUSAL_NAMES and self.module.undecided
        of = "causal" if named else self.module.model_class
        tags = _HALF_NAMED if self.module.half_models else _NAMED
        return Value("model", vn, ref=of, trust=self.module.model_trust, tags=tags)

    def named(self, name: str, trust: int = POSSIBLE) -> Value:
        """What a name alone says."""
        kind = names.kind_of_name(name)
        side = names.side_of_flag(name) if kind in ("", "mask") else ""
        if side:
            return Value("mask", fresh(), trust=trust, tags=_BY_NAME | {side}, span=WHOLE)
        if not kind:
            return unknown(trust=trust)
        vn = fresh()
        plural = name.endswith("s") and not name.endswith("ss") and kind not in ("ids", "mask")
        domain = self.module.model_class if kind in ("logit", "prob", "logprob") else ""
        if kind == "logit":
            return Value("logit", vn, axes=("*", "V"), domain=domain, trust=trust, tags=_BY_NAME)
        if kind == "ids" and names.speaks_of_rivals(name):
            return unknown(trust=trust)  # objects more often than ids
        if kind == "ids":
            value = Value("ids", vn, axes=("*",), origin=vn, span=WHOLE, trust=trust, tags=_BY_NAME, ref=name)
            return value.but(axes=()) if name in _SINGLE_IDS else value
        if kind == "mask":
            tags = _ATTENTION if "attention" in name else _KEPT if names.words(name) & _SCORED else _BY_NAME
            return Value("mask", vn, trust=trust, tags=tags, span=WHOLE)
        pick = (
            "chosen"
            if kind in ("prob", "logprob") and names.words(name) & {"token", "tokens", "tok", "chosen"}
            else "?"
        )
        reduced = names.reduction_of(name) if kind in ("logprob", "nll") else ""
        if reduced:
            tags = _BY_NAME | ({"plural"} if plural else set())
            return Value(kind, vn, pick="chosen", reduced=reduced, domain=domain, trust=trust, tags=tags)
        if kind in ("nll", "ppl"):
            return Value(
                kind,
                vn,
                pick="chosen",
                reduced="?",
                trust=trust,
                tags=_BY_NAME | ({"plural"} if plural else set()),
            )
        return Value(kind, vn, pick=pick, domain=domain, trust=trust, tags=_BY_NAME)

    def parameter(self, argument: ast.arg) -> Value:
        """What a parameter's name, its annotation and the documentation say."""
        if argument.arg == "results" and self.function.name.startswith("process_results"):
            return self._harness_results()
        annotation = argument.annotation
        if argument.arg in _PREDICTIONS or (annotation and _spelled(annotation).endswith("EvalPrediction")):
            return self._trainer_predictions()
        value = self._parameter(argument)
        doc = self.function.doc
        if value.kind == "ids" and names.words(argument.arg) & _LABELS and self._ignores():
            value = value.tagged("-100")
        if doc and value.kind == "ids" and names.documents_padding(doc):
            value = value.tagged("padded")
        if value.kind in ("?", "mask", "text"):
            value = self._documented_mask(argument.arg, value)
        if not doc or argument.arg not in doc:
            return value
        if value.kind in ("?", "list") and (listed := self._documented_tuples(argument.arg)) is not None:
            return listed
        if value.kind == "ids" and "-100" in doc:
            value = value.tagged("-100")
        return self.documented(value, argument.arg, doc)

    def commented(self, name: str, value: Value, node: ast.AST) -> Value:
        """A value of which a comment on the same row may give the shape: ``scores = f(x)  # (T, V)``."""
        if value.known and not (value.has("by-name") and "*" in value.axes):
            return value
        comment = self.module.comment(getattr(node, "lineno", 1))
        return self.documented(value, name, names.comment_on(name, comment)) if comment else value

    def documented(self, value: Value, name: str, doc: str) -> Value:
        """A value of that name, with the axes and the kind that a documentation gives it."""
        axes, kind = names.documented(name, doc)
        if axes == ("B",) and value.kind == "ids" and names.words(name) & {"ids", "tokens"}:
            axes = ("T",)  # ids (n,) are one sequence
        if not axes or value.kind not in ("?", "logit", "logprob", "prob", "ids", "mask", "nll", "num"):
            return value
        if kind and kind != value.kind and value.kind != "mask":
            vn = fresh()
            value = Value(kind, vn, trust=LIKELY, tags=_DOCUMENTED, domain=self.module.model_class if kind in ("logit", "logprob", "prob") else "",
                          span=WHOLE if kind in ("ids", "mask") else None, origin=vn if kind == "ids" else None, pick="" if "V" in axes else "chosen" if
                          kind in ("logprob", "prob") and "T" in axes else "?" if kind in ("logprob", "prob") else "")  # fmt: skip
        elif kind == value.kind:
            value = value.tagged("documented")
        if not value.known:
            return value.but(axes=axes)
        level = (
            {"pick": ""}
            if "V" in axes and value.pick == "?"
            else {"pick": "chosen"}
            if value.pick == "?" and "T" in axes
            else {}
        )
        if value.kind == "nll" and "T" in axes:
            level = {"pick": "chosen", "reduced": ""}
        return value.but(axes=axes, **level)

    def _documented_tuples(self, name: str) -> Value | None:
        """A list of tuples of which the documentation says what stands in them."""
        entries = names.documented_entries(name, self.function.doc)
        items = tuple(self._entry_called(entry) for entry in entries)
        if not any(item.is_score or item.kind == "list" for item in items):
            return None
        return Value("list", fresh(), elem=Value("tuple", fresh(), items=items), trust=LIKELY)

    def _entry_called(self, name: str) -> Value:
        """One number, or the text or the token ids, of that name; of token log-probs several."""
        hint = self.named(name, LIKELY)
        if hint.kind in ("logprob", "prob") and hint.pick == "chosen" and name.endswith("s"):
            return Value("list", fresh(), elem=hint.but(axes=()), trust=LIKELY)
        return hint.but(axes=()) if hint.is_score else hint

    def _documented_mask(self, name: str, value: Value) -> Value:
        """A parameter that a documentation says to be true of the tokens that count, or of those that do not."""
        if names.counts(name):
            return value
        for doc in (self.function.doc, self.module.class_doc(self.function.owner), self.module.doc):
            side = names.documented_side(name, doc) if name in doc else ""
            if side:
                tags = (value.tags if value.kind == "mask" else _BY_NAME) - {"keep", "drop"} | {side}
                return Value("mask", value.vn, trust=LIKELY, tags=tags, span=WHOLE)
        return value

    def _ignores(self) -> bool:
        """Whether the function being read speaks of -100, or of what is ignored where the file calls -100 something."""
        rows = self.module.rows(self.function.node)
        if any("-100" in row for row in rows):
            return True
        constants = [name for name, value in self.globals.items() if value.const == -100]
        return any(name in row or "ignore" in row.lower() for name in constants for row in rows)

    def _harness_results(self) -> Value:
        """What lm-eval gives a task's process_results: (log-likelihood, is_greedy) of every choice."""
        score = Value("logprob", fresh(), axes=(), pick="chosen", reduced="sum", domain="api", trust=LIKELY)
        pair = Value("tuple", fresh(), items=(score, Value("bool", fresh(), axes=())), trust=LIKELY)
        return Value("list", fresh(), elem=pair.tagged("harness"), trust=LIKELY)

    def _trainer_predictions(self) -> Value:
        """What a transformers Trainer gives compute_metrics: the predictions, and the labels."""
        vn = fresh()
        tags = {"by-name", "labels", *(["-100"] if self.module.says("-100") else [])}
        labels = Value("ids", vn, origin=vn, span=WHOLE, trust=LIKELY, tags=frozenset(tags))
        scores = unknown()
        if self.module.model_trust == CERTAIN and not self.module.says(_DECODED):
            scores = self.named("logits", LIKELY).but(axes=("B", "T", "V"), origin=vn, span=WHOLE)
        items = (scores, labels)
        return Value("tuple", fresh(), items=items, fields={"predictions": items[0], "label_ids": labels})

    def _parameter(self, argument: ast.arg) -> Value:
        """What a parameter's name and annotation say."""
        name = argument.arg
        annotation = _spelled(argument.annotation) if argument.annotation is not None else ""
        role = self.role(name)
        if annotation and (owned := self._own_object(annotation)) is not None:
            return owned
        if self._llama and annotation.rpartition(".")[2] == "Llama":
            return Value("llama", fresh(), trust=LIKELY)
        if annotation.endswith("DataFrame"):
            return unknown(ref=name)  # whatever it is called
        if "Tokenizer" in annotation:
            return Value("tokenizer", fresh(), trust=CERTAIN)
        if (
            "PreTrainedModel" in annotation
            or "ForCausalLM" in annotation
            or (role.kind == "model" and not annotation)
        ):
            return self._model(fresh(), names.words(name))
        if name in _ENCODINGS:
            return unknown(ref=name)
        if role.kind in ("model", "tokenizer") and annotation not in ("str", "float", "int", "bool"):
            return role.but(vn=fresh())
        if annotation in ("str", "str | None", "Optional[str]"):
            return Value("text", fresh(), ref=name, tags=_PARAMETER)
        if annotation in ("int", "bool"):
            vn = fresh()
            return Value("int", vn, axes=(), pos=Affine(vn, 0), ref=name)
        if annotation in ("list[str]", "List[str]", "Sequence[str]", "Iterable[str]", "tuple[str, ...]"):
            return Value("list", fresh(), elem=Value("text", fresh(), ref=name, tags=_PARAMETER), ref=None)
        if annotation in ("list[int]", "List[int]", "Sequence[int]") and names.words(name) & {
            "ids",
            "tokens",
            "toks",
            "targets",
            "labels",
            *_TEXT_WORDS,
            *_SEQUENCES,
        }:
            vn = fresh()
            return Value("ids", vn, axes=("T",), origin=vn, span=WHOLE, trust=LIKELY, tags=_BY_NAME, ref=name)
        owner = self.module.class_called(name) if not annotation else ""
        if owner:
            return Value("object", fresh(), ref=owner)
        hint = self.named(name, LIKELY)
        if not hint.known and annotation in ("list[int]", "List[int]", "Sequence[int]"):
            return unknown(ref=name, tags=_INTEGERS)
        inner = annotation.partition("[")[2].rstrip("]")
        if annotation.split("[")[0].split(".")[-1] in _CONTAINERS and hint.is_score:
            if inner.startswith(("float", "Optional", "float | None")):
                token = hint.pick != "?" or not names.words(name) & {
                    "sequence",
                    "seq",
                    "sum",
                    "total",
                    "scores",
                }
                elem = hint.but(axes=(), pick="chosen" if token and hint.kind != "nll" else hint.pick)
                if "None" in inner or "Optional" in inner:
                    elem = elem.tagged("maybe")
                return Value("list", fresh(), elem=elem, trust=LIKELY)
            return unknown()
        if annotation == "float" and hint.is_score:
            return hint.but(axes=())
        if not hint.known and not annotation and not names.words(name) & _MEASURES:
            if names.words(name) & _TEXT_WORDS:
                return Value("text", fresh(), ref=name, tags=_PARAMETER, trust=LIKELY)
            if name.endswith("s") and names.words(name[:-1]) & _TEXT_WORDS:
                return Value("list", fresh(), elem=Value("text", fresh(), ref=name, tags=_PARAMETER))
        return hint if hint.known else hint.but(ref=name)

    def _own_object(self, annotation: str) -> Value | None:
        """An object of a class of this file, or several: ``Step``, ``Step | None``, ``list[Step]``."""
        name = annotation.strip("'\"").removesuffix(" | None")
        if name in self.module.classes:
            return Value("object", fresh(), ref=name)
        container, _, inner = name.partition("[")
        inner = inner.rstrip("]").removesuffix(", ...").strip("'\"")
        if inner not in self.module.classes:
            return None
        one = Value("object", fresh(), ref=inner)
        container = container.rpartition(".")[2]
        if container == "Optional":
            return one
        return Value("list", fresh(), elem=one, trust=LIKELY) if container in _CONTAINERS else None

    def looks_like_forward(self, source: ast.expr, name: str) -> bool:
        """Whether an unexplained expression is the call of a model, so that the name may be believed."""
        while isinstance(source, (ast.Subscript, ast.Attribute, ast.Await)):
            source = source.value
        if not isinstance(source, ast.Call):
            return False
        callee = names.last(source.func)
        has = names.words(callee)
        return bool(
            has & _MODEL_WORDS
            or has & {"forward", "fwd", "logits", "head", "apply"}
            or names.kind_of_name(callee) == names.kind_of_name(name)
        )


def _returned_by(function: Value | None, result: Value) -> Value:
    """What a function returns that its name alone made a log-likelihood: one of these."""
    if result.known or function is None or function.kind != "logprob" or not function.has("by-name"):
        return result
    return function.but(vn=fresh(), axes=(), trust=LIKELY)


def _of_constant(const: object, vn: int) -> Value:
    if const is None:
        return Value("none", vn, const=None)
    if isinstance(const, bool):
        return Value("bool", vn, const=const, axes=())
    if isinstance(const, int):
        if abs(const) > 1 << 64:
            return Value("int", vn, axes=())  # no position, no size, and no text
        return Value("int", vn, const=const, pos=Affine(None, const), axes=())
    if isinstance(const, float):
        return Value("num", vn, const=const, axes=())
    if isinstance(const, str):
        return Value("text", vn, const=const)
    if isinstance(const, bytes):
        return Value("bytes", vn, parts=(Value("text", vn, const=const.decode("latin-1")),))
    return unknown(vn)


_HANDLERS: dict[type, Callable[[Expressions, Any], Value]] = {
    ast.Name: Expressions._name,
    ast.Constant: Expressions._constant,
    ast.Attribute: Expressions._attribute,
    ast.Call: Expressions._call,
    ast.Subscript: Expressions._subscript,
    ast.BinOp: Expressions._binary,
    ast.UnaryOp: Expressions._unary,
    ast.Compare: Expressions._compare,
    ast.BoolOp: Expressions._boolean,
    ast.IfExp: Expressions._conditional,
    ast.Tuple: Expressions._tuple,
    ast.List: Expressions._list,
    ast.Set: Expressions._list,
    ast.Dict: Expressions._dict,
    ast.ListComp: Expressions._comprehension,
    ast.SetComp: Expressions._comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.DictComp: Expressions._dict_comprehension,
    ast.Lambda: Expressions._lambda,
    ast.JoinedStr: Expressions._formatted,
    ast.FormattedValue: Expressions._inner,
    ast.Await: Expressions._inner,
    ast.Starred: Expressions._inner,
    ast.NamedExpr: Expressions._named_expression,
    ast.Yield: Expressions._yield,
    ast.YieldFrom: Expressions._yield,
}


def tests_none(test: ast.expr) -> bool:
    """Whether a condition asks whether something is None: ``x is None``, ``x is not None``, ``x``, ``not x``."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test = test.operand
    if (
        isinstance(test, ast.Compare)
        and len(test.ops) == 1
        and isinstance(test.ops[0], (ast.Is, ast.IsNot, ast.Eq, ast.NotEq))
    ):
        return isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value is None
    return isinstance(test, (ast.Name, ast.Attribute, ast.Subscript))


def tests_presence(test: ast.expr) -> bool:
    """Whether such a condition holds where there is a value, not where it is missing."""
    if isinstance(test, ast.Compare):
        return isinstance(test.ops[0], (ast.IsNot, ast.NotEq))
    return not isinstance(test, ast.UnaryOp)


def _is_within(step: Step, node: ast.AST) -> bool:
    first = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    last = getattr(node, "end_lineno", None) or 0, getattr(node, "end_col_offset", None) or 0
    return first <= (step.row, step.column - 1) <= last


def _is_own(step: Step, function: ast.AST) -> bool:
    """Whether a step is a function's, not one of a function inside of it."""
    if not _is_within(step, function):
        return False
    inner = (part for part in ast.walk(function) if isinstance(part, _FUNCTIONS) and part is not function)
    return not any(_is_within(step, part) for part in inner)


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_PASSES = frozenset({"forward pass", forward.LLAMA_LOGITS})
"""Steps that run a model."""


def _drops_falsy(node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> bool:
    """``[t for t in row if t]``, ``[t for t in row if t != 0]``: if these are token ids, those with the id 0 are gone."""
    tests, taken = node.generators[0].ifs, node.elt
    if len(tests) != 1 or len(node.generators) > 1 or not isinstance(taken, ast.Name):
        return False
    test = tests[0]
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.NotEq, ast.Gt)):
        zero = test.comparators[0]
        test = test.left if isinstance(zero, ast.Constant) and zero.value == 0 else test
    return isinstance(test, ast.Name) and test.id == taken.id


def _applies_parameters(node: ast.Call, name: str) -> bool:
    """``apply_fn(params, ids)``, ``state.apply_fn({"params": p}, ids)``: how jax runs a model."""
    if len(node.args) < 2 or not names.words(name) & {"apply", "forward", "fwd", "fn"}:
        return False
    first = node.args[0]
    if isinstance(first, ast.Dict):
        return any(isinstance(key, ast.Constant) and key.value == "params" for key in first.keys)
    return bool(names.words(names.last(first)) & {"params", "variables", "weights"})


def _is_beginning(held: Value) -> bool:
    """Whether an attribute is known by its default alone: a constant, or an empty list."""
    return held.const is not MISSING or (held.kind == "list" and held.elem is None)


def _main_output(value: Value) -> Value:
    """What a model returns first."""
    return value.items[0] if value.kind == "tuple" and value.items else value


def _bases(node: ast.ClassDef) -> str:
    return " ".join(ast.unparse(base) for base in node.bases)


def _spelled(annotation: ast.expr) -> str:
    """``ast.unparse`` of what most annotations are, many times faster."""
    if isinstance(annotation, ast.Name):
        return annotation.id
    if isinstance(annotation, ast.Attribute):
        return f"{_spelled(annotation.value)}.{annotation.attr}"
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return f"{_spelled(annotation.left)} | {_spelled(annotation.right)}"
    if isinstance(annotation, ast.Subscript) and not isinstance(annotation.slice, ast.Tuple):
        return f"{_spelled(annotation.value)}[{_spelled(annotation.slice)}]"
    if isinstance(annotation, ast.Constant) and annotation.value is None:
        return "None"
    return ast.unparse(annotation)


_OPTIONS = frozenset(
    {
        "kwargs",
        "config",
        "params",
        "args",
        "opts",
        "options",
        "settings",
        "gen",
        "generation",
        "decoding",
        "sampling",
    }
)
_TOKENS = frozenset({"token", "tok", "piece", "subword"})
"""Classes of these names hold what belongs to one token."""
_CONTAINERS = frozenset({"list", "List", "Sequence", "Iterable", "Iterator", "Collection", "tuple", "Tuple"})
_TENSOR_LIBRARIES = frozenset({"torch", "numpy", "jax", "tensorflow"})
_ELSEWHERE: frozenset[str] = frozenset()
_NOT_MODELS = frozenset({"name", "config", "path", "id", "type", "kwargs", "args", "dir", "card", "size", "key", "max",
                         "length", "dim", "list", "names", "optimizer", "cfg"})  # fmt: skip
_ENCODINGS = frozenset({"enc", "encoded", "encoding", "encodings", "tokenized", "tokenised"})
"""As parameters more often what a tokenizer returned than the tokenizer."""
_MEASURES = frozenset(
    {
        "ids",
        "len",
        "length",
        "lengths",
        "lens",
        "n",
        "num",
        "mask",
        "masks",
        "tokens",
        "size",
        "width",
        "is",
        "has",
        "start",
        "end",
    }
)
_LABELS = frozenset({"labels", "label", "targets", "target", "y"})
_DECODED = r"preprocess_logits_for_metrics|predict_with_generate"
"""With these a Trainer's predictions are token ids, or anything."""
_PREDICTIONS = frozenset({"eval_pred", "eval_preds", "eval_prediction", "eval_predictions"})
_SINGLE_IDS = frozenset({"token", "tok", "token_id", "tok_id", "tid", "target_id", "label", "label_id", "y"})
_BY_NAME = frozenset({"by-name"})
_DOCUMENTED = frozenset({"by-name", "documented"})
_NAMED = frozenset({"by-name"})
_HALF_NAMED = frozenset({"by-name", "half"})
_ATTENTION = frozenset({"by-name", "attention", "keep"})
_KEPT = frozenset({"by-name", "keep"})
_SCORED = frozenset({"loss", "completion", "response", "answer", "continuation", "valid", "scored"})
"""Masks of these names are true where a token counts."""
_PARAMETER = frozenset({"param"})
_IGNORED = ("-100",)
_INTEGERS = frozenset({"integers"})
"""A list of integers, of which only what is done with them says that they are token ids."""
_TOKENISE = METHODS["encode_plus"]

__all__ = ["CERTAIN", "ZERO", "Expressions"]
