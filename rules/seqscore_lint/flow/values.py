"""What is known about a value: a small immutable record, or unknown.

A record answers the five questions of the pipeline: which space it lives in (``kind``), which axes are left
(``axes``), which entry of each distribution was taken (``pick``), which tokens are in it (``span``, ``tags``), and
how the tokens were reduced (``reduced``, ``outer``).
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable
from typing import Any

from seqscore_lint.finding import Step

POSSIBLE, LIKELY, CERTAIN = 0, 1, 2

SCORES = frozenset({"logit", "prob", "logprob", "nll", "ppl", "weight", "ratio", "entropy", "plogp"})
"""Kinds that are numbers on the way to a score."""

UNKNOWN_AXES: tuple[str, ...] = ("*",)
"""``*`` stands for any number of leading axes; B batch, T tokens, V vocabulary, N = B·T, C candidates, 1, ?."""

MISSING: Any = type("Missing", (), {"__repr__": lambda self: "MISSING"})()

_MAX_STEPS = 10
_MAX_SIZE = 4000
_HOLDING = frozenset({"elem", "items", "fields", "parts"})
_WALKED = frozenset({"composed", "added"})
"""Tags of what was put together, whose parts are read to the last."""


class Affine:
    """An integer that is ``symbol + const``; the symbol is a value number or None."""

    __slots__ = ("const", "symbol")

    def __init__(self, symbol: int | None, const: int) -> None:
        self.symbol = symbol
        self.const = const

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Affine) and self.symbol == other.symbol and self.const == other.const

    def __hash__(self) -> int:
        return hash((self.symbol, self.const))

    def __repr__(self) -> str:
        return f"#{self.symbol}{self.const:+d}" if self.symbol is not None else str(self.const)

    def plus(self, const: int) -> Affine:
        return Affine(self.symbol, self.const + const)

    def minus(self, other: Affine) -> int | None:
        """The difference where both share their symbol, else None."""
        return self.const - other.const if self.symbol == other.symbol else None


ZERO = Affine(None, 0)


class Span:
    """Which positions of the root sequence a token axis covers: from ``start`` to ``stop`` (None: to the end)."""

    __slots__ = ("start", "stop")

    def __init__(self, start: Affine, stop: Affine | None) -> None:
        self.start = start
        self.stop = stop

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start == other.start and self.stop == other.stop

    def __hash__(self) -> int:
        return hash((self.start, self.stop))

    def __repr__(self) -> str:
        return f"[{self.start}:{'' if self.stop is None else self.stop}]"


WHOLE = Span(ZERO, None)
_NO_TAGS: frozenset[str] = frozenset()


RETURNS = "() returns it"
"""How the step ends by which a function of the file gave a value; its name stands in front."""


class Value:
    """One abstract value. Never changed after it was made; ``but`` makes a changed copy."""

    __slots__ = (
        "axes", "base", "const", "domain", "elem", "fields", "items", "kind", "made", "origin", "outer", "parts", "pick",
        "pos", "reduced", "ref", "size", "span", "steps", "tags", "trust", "vn",
    )  # fmt: skip

    kind: str
    axes: tuple[str, ...]
    pick: str
    """Which entry of the distribution: ``chosen``, ``max``, ``first``, ``fixed``, ``subset``; empty: all."""
    reduced: str
    """How the tokens became one number: ``sum``, ``mean``, ``prod``, ``max``; ``?``: one of several ways."""
    outer: str
    """How several sequences became one number."""
    base: str
    domain: str
    """Where it comes from: causal, masked, seq2seq, classifier, generate, beam, api, lm (a model of unknown class)."""
    span: Span | None
    pos: Affine | None
    """Position of a single token, or the integer itself for an index."""
    origin: int | None
    """Value number of the token sequence that it belongs to."""
    tags: frozenset[str]
    trust: int
    vn: int
    steps: tuple[Step, ...]
    const: Any
    elem: Value | None
    items: tuple[Value, ...] | None
    fields: dict[str, Value] | None
    parts: tuple[Value, ...]
    """The values it was made of: operands, concatenated texts, what was counted."""
    ref: Any
    """What it refers to. Of a text and of what is unknown: the name that it was last given."""
    size: int
    """How many values it holds, those inside of others counted twice as much at every level."""
    made: ast.AST | None
    """The node that reduced, exponentiated or scored it last: where a wrong reduction is best reported."""

    def __init__(
        self,
        kind: str = "?",
        vn: int = 0,
        *,
        axes: tuple[str, ...] = UNKNOWN_AXES,
        pick: str = "",
        reduced: str = "",
        outer: str = "",
        base: str = "e",
        domain: str = "",
        span: Span | None = None,
        pos: Affine | None = None,
        origin: int | None = None,
        tags: frozenset[str] = _NO_TAGS,
        trust: int = CERTAIN,
        steps: tuple[Step, ...] = (),
        const: Any = MISSING,
        elem: Value | None = None,
        items: tuple[Value, ...] | None = None,
        fields: dict[str, Value] | None = None,
        parts: tuple[Value, ...] = (),
        ref: Any = None,
        made: ast.AST | None = None,
    ) -> None:
        self.kind = kind
        self.vn = vn
        self.axes = axes
        self.pick = pick
        self.reduced = reduced
        self.outer = outer
        self.base = base
        self.domain = domain
        self.span = span
        self.pos = pos
        self.origin = origin
        self.tags = tags
        self.trust = trust
        self.steps = steps
        self.const = const
        self.elem = elem
        self.items = items
        self.fields = fields
        self.parts = parts
        self.ref = ref
        self.made = made
        self.size = 1
        if elem is not None or items or fields or (parts and tags):
            self._measure()

    def _measure(self) -> None:
        """Set ``size``, and forget the inner values where they are too many, or too deep in each other, to be walked."""
        held = [*(self.items or ()), *(self.fields or {}).values()]
        if self.elem is not None:
            held.append(self.elem)
        if not self.tags.isdisjoint(_WALKED):
            held.extend(self.parts)
        self.size = 1 + 2 * sum(inner.size for inner in held)
        if self.size > _MAX_SIZE:
            self.size = 1
            self.items = None
            self.fields = None if self.fields is None else {}
            if self.elem is not None and self.elem.size > 1:
                self.elem = None
            if not self.tags.isdisjoint(_WALKED):
                self.parts = ()
                self.tags -= _WALKED

    def but(self, **changes: Any) -> Value:
        new = _new(Value)
        new.kind = self.kind
        new.vn = self.vn
        new.axes = self.axes
        new.pick = self.pick
        new.reduced = self.reduced
        new.outer = self.outer
        new.base = self.base
        new.domain = self.domain
        new.span = self.span
        new.pos = self.pos
        new.origin = self.origin
        new.tags = self.tags
        new.trust = self.trust
        new.steps = self.steps
        new.const = self.const
        new.elem = self.elem
        new.items = self.items
        new.fields = self.fields
        new.parts = self.parts
        new.ref = self.ref
        new.made = self.made
        new.size = self.size
        for name, value in changes.items():
            setattr(new, name, value)
        if not _HOLDING.isdisjoint(changes):
            new._measure()
        return new

    def rearranged(self, **changes: Any) -> Value:
        """``but`` where axes come, go or change places: the number of the axis that was normalised holds no more."""
        if isinstance(self.ref, int):
            changes["ref"] = None
        return self.but(**changes)

    def step(self, row: int, column: int, what: str) -> Value:
        """The same value with one more step of evidence."""
        if self.steps and self.steps[-1].what == what and self.steps[-1].row == row:
            return self
        return self.but(steps=(*self.steps[-_MAX_STEPS:], Step(row, column, what)))

    def tagged(self, *tags: str) -> Value:
        return self.but(tags=self.tags | frozenset(tags))

    def untagged(self, *tags: str) -> Value:
        return self.but(tags=self.tags - frozenset(tags)) if self.tags else self

    def has(self, *tags: str) -> bool:
        return not self.tags.isdisjoint(tags)

    def abroad(
        self, made: ast.AST | None = None, told: frozenset[Step] | None = None, depth: int = 0
    ) -> Value:
        """The same value in another file: it names nothing of the file that it is from.

        Args:
            made: The node there that stands for those that made it.
            told: The steps of its evidence that are known there; None for all.
            depth: How deep in the value that crosses over it is.
        """
        if self.kind in _AT_HOME or depth > _MAX_PARTS:
            return unknown(trust=POSSIBLE)

        def each(values: Iterable[Value]) -> tuple[Value, ...]:
            return tuple(value.abroad(made, told, depth + 1) for value in values)

        ref = self.ref.abroad(made, told, depth + 1) if isinstance(self.ref, Value) else self.ref
        return self.but(
            trust=min(self.trust, LIKELY),
            steps=self.steps if told is None else tuple(step for step in self.steps if step in told),
            made=made,
            ref=ref if isinstance(ref, (Value, str, int)) and self.kind != "object" else None,
            elem=self.elem and self.elem.abroad(made, told, depth + 1),
            items=self.items and each(self.items),
            fields=self.fields and dict(zip(self.fields, each(self.fields.values()))),
            parts=each(self.parts) if depth < _MAX_PARTS else (),
        )

    @property
    def known(self) -> bool:
        return self.kind != "?"

    @property
    def is_score(self) -> bool:
        return self.kind in SCORES

    @property
    def level(self) -> str:
        """What one entry speaks of: ``vocab`` (an entry of a distribution), ``token``, ``sequence`` or ``corpus``."""
        if self.outer:
            return "corpus"
        if self.reduced:
            return "sequence"
        if self.pick in ("chosen", "max", "first"):
            return "token"
        return "vocab" if "V" in self.axes else ""

    def key(self) -> tuple[Any, ...]:
        """What distinguishes it for a summary: everything but its evidence and its number."""
        return (
            self.kind, self.axes, self.pick, self.reduced, self.outer, self.base, self.domain, self.span, self.pos,
            self.tags, self.trust, self.const if isinstance(self.const, (str, int, float, bool, type(None))) else None,
            self.elem.key() if self.elem else None,
            tuple(item.key() for item in self.items) if self.items is not None else None,
            self.origin is not None, id(self.ref) if self.ref is not None else None,
            tuple(sorted((name, field.key()) for name, field in self.fields.items())) if self.kind == "object" and self.fields else None,
        )  # fmt: skip

    def __repr__(self) -> str:
        shown = [f"{n}={v!r}" for n in ("axes", "pick", "reduced", "outer", "domain", "span", "pos")
                 if (v := getattr(self, n))]  # fmt: skip
        return f"<{self.kind} {' '.join(shown)} {'|'.join(sorted(self.tags))}>"


_new = object.__new__
_numbers = itertools.count(1)


def fresh() -> int:
    """A value number that nothing else has."""
    return next(_numbers)


def unknown(vn: int | None = None, **known: Any) -> Value:
    return Value("?", vn or next(_numbers), **known)


NOTHING = unknown(0)
"""Stands where there is no value."""


def same(a: Value, b: Value) -> bool:
    """Whether both are known to be the same number."""
    if a.const is not MISSING and b.const is not MISSING:
        return bool(a.const == b.const and type(a.const) is type(b.const))
    return a.vn == b.vn


def join(a: Value, b: Value) -> Value:
    """What is known where either may hold."""
    if a is b or (a.vn == b.vn and a.kind == b.kind and a.tags == b.tags):
        return a
    if a.kind == "none" or (a.const is not MISSING and _collects(b)):
        return b.but(tags=b.tags | {"maybe"}) if a.kind == "none" else _accumulated(b)
    if b.kind == "none" or (b.const is not MISSING and _collects(a)):
        return a.but(tags=a.tags | {"maybe"}) if b.kind == "none" else _accumulated(a)
    for one, other in ((a, b), (b, a)):
        if one.kind == "?" and not one.tags.isdisjoint(_RUNNING):
            return one
        if "written" in one.tags and other.kind == "num" and "filled" in other.tags:
            return one
        if one.is_score and one.axes and "of-nothing" in other.tags:
            return one.but(tags=one.tags | {"or-empty"})
        if one.kind == "ids" and other.kind == "list" and _is_lone_special(other):
            return one.but(vn=fresh())
    if (
        a.kind != b.kind
        or (a.kind in _NAMING and a.ref != b.ref)
        or (a.kind == "shape" and a.parts != b.parts)
    ):
        return unknown(trust=POSSIBLE)
    return a.but(
        vn=fresh(),
        axes=a.axes if a.axes == b.axes else UNKNOWN_AXES,
        pick=a.pick if a.pick == b.pick else "?",
        reduced=a.reduced if a.reduced == b.reduced else _reduced_by_either(a, b),
        outer=a.outer if a.outer == b.outer else "?",
        base=a.base if a.base == b.base else "?",
        domain=a.domain if a.domain == b.domain else "",
        span=a.span if a.span == b.span else None,
        pos=a.pos if a.pos == b.pos else None,
        origin=a.origin if a.origin == b.origin else None,
        tags=(a.tags & b.tags) | ((a.tags | b.tags) & _STICKY),
        trust=min(a.trust, b.trust),
        const=a.const if _same_const(a, b) else MISSING,
        elem=_join_optional(a.elem, b.elem),
        items=_join_items(a.items, b.items),
        fields=_join_fields(a.fields, b.fields),
        parts=a.parts if a.parts == b.parts or _of_one_text(a, b) else _of_other(a, b),
        ref=a.ref
        if a.ref is b.ref or a.ref == b.ref or "none-as-zero" in a.tags
        else b.ref
        if "none-as-zero" in b.tags
        else None,
    )


def gather(a: Value, b: Value) -> Value:
    """What is known of both where both are held side by side, in a list or a dictionary."""
    together = join(a, b)
    if (
        a.items is not None
        and b.items is not None
        and len(a.items) == len(b.items)
        and together.kind == "tuple"
    ):
        return together.but(items=tuple(map(gather, a.items, b.items)))
    if together.kind in ("object", "dict") and a.fields and b.fields:
        both = {name: gather(field, b.fields[name]) for name, field in a.fields.items() if name in b.fields}
        return together.but(fields={**(together.fields or {}), **both})
    if differ_in_reduction(a, b):
        return together.but(
            kind=a.kind,
            tags=together.tags | {"mixed-reductions"},
            trust=min(a.trust, b.trust),
            steps=a.steps,
        )
    return together


def differ_in_reduction(a: Value, b: Value) -> bool:
    """Whether one score is a sum and the other a mean, or both are logarithms, of different bases; of tuples, any of them."""
    if a.kind == b.kind == "tuple" and a.items and b.items:
        return any(map(differ_in_reduction, a.items, b.items))
    if not (a.is_score and b.is_score):
        return False
    return {a.reduced, b.reduced} == {"sum", "mean"} or (
        a.kind == b.kind and a.base != b.base and "?" not in (a.base, b.base)
    )


def met_in_turn(a: Value, b: Value) -> Value:
    """What is known of both where one candidate is given this and the next one that: a score, or a list of such."""
    if a.kind == b.kind and a.kind in ("list", "dict") and a.elem is not None and b.elem is not None:
        return join(a, b).but(elem=gather(a.elem, b.elem))
    return gather(a, b)


_RUNNING = frozenset({"running-product", "running-sum"})
_AT_HOME = frozenset({"function", "class", "self", "callable", "getter"})
"""Kinds that are nothing without the file that they are from."""
_MAX_PARTS = 3
"""How deep what a value was made of matters to other files."""
_NAMING = frozenset({"ref", "function", "class", "object", "self", "callable", "getter"})
"""Kinds that are nothing without what they name."""

_STICKY = frozenset(
    {
        "padded",
        "maybe",
        "-100",
        "clamped",
        "mutated",
        "param",
        "acc",
        "warped",
        "stabilised",
        "ambiguous",
        "half",
        "member",
        "scaled",
        "zeros",
        "minus-infinity",
        "tempered",
        "mixed-reductions",
        "none-as-zero",
        "clone",
        "copied",
        "moved",
        "joined",
        "prompt-cut",
        "counted",
    }
)
"""Tags that hold as soon as one of the joined values has them."""


def _is_lone_special(held: Value) -> bool:
    """Whether a list holds one special token, which stands where a text has no tokens."""
    if held.items is None or len(held.items) != 1:
        return False
    name = held.items[0].ref
    return isinstance(name, str) and name.lower().split("_")[0] in _SPECIAL


_SPECIAL = frozenset({"bos", "eos", "eot", "sep", "cls", "pad", "prefix", "start"})


def _of_one_text(a: Value, b: Value) -> bool:
    """Whether both are made of the same text, which was put together: what either is made of leads to it."""
    return a.origin is not None and a.origin == b.origin and "composed" in a.tags and "composed" in b.tags


def _of_other(a: Value, b: Value) -> tuple[Value, ...]:
    """The factors of what was multiplied under a condition: ``if prior: w = w * prior``."""
    for one, other in ((a, b), (b, a)):
        if "scaled" in one.tags and any(part.vn == other.vn for part in one.parts):
            return one.parts
    return ()


def _reduced_by_either(a: Value, b: Value) -> str:
    """A running total of one term, or of several, is a sum."""
    running = "acc" in a.tags or "acc" in b.tags
    return "sum" if running and {a.reduced, b.reduced} == {"", "sum"} else "?"


def _collects(value: Value) -> bool:
    """Whether it may have been a constant before a loop added to it."""
    return (
        value.is_score
        or value.kind == "partition"
        or (value.kind in ("int", "length") and value.has("counter"))
    )


def _accumulated(value: Value) -> Value:
    return value if value.has("acc") else value.but(tags=value.tags | {"acc"})


def _same_const(a: Value, b: Value) -> bool:
    return a.const is not MISSING and b.const is not MISSING and bool(a.const == b.const)


def _join_optional(a: Value | None, b: Value | None) -> Value | None:
    if a is None or b is None:
        return a or b
    return join(a, b)


def _join_items(a: tuple[Value, ...] | None, b: tuple[Value, ...] | None) -> tuple[Value, ...] | None:
    if a is None or b is None or len(a) != len(b):
        return None
    return tuple(map(join, a, b))


def _join_fields(a: dict[str, Value] | None, b: dict[str, Value] | None) -> dict[str, Value] | None:
    if a is None or b is None:
        return a or b
    return {
        name: join(a[name], b[name]) if name in a and name in b else (a.get(name) or b[name])
        for name in {**a, **b}
    }


def axis_index(axes: tuple[str, ...], axis: int) -> int | None:
    """Where in ``axes`` the numbered axis stands, or None where that is not known."""
    rank = len(axes)
    if axes and axes[0] == "*":
        return rank + axis if axis < 0 and -axis < rank else None
    position = axis if axis >= 0 else rank + axis
    return position if 0 <= position < rank else None


def axis_name(axes: tuple[str, ...], axis: int) -> str:
    position = axis_index(axes, axis)
    return axes[position] if position is not None else ""
