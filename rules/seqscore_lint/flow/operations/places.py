"""Where an entry stands: positions, the bounds of slices, and how many entries there are."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.values import (
    ZERO,
    Affine,
    Span,
    Value,
    axis_index,
    fresh,
    unknown,
)

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions


END = -1
"""The symbol of an affine position that counts from the end of the sequence."""
_ARRAYS = ("ids", "mask", "partition", "logz", "length")


def is_array(value: Value) -> bool:
    return value.is_score or value.kind in _ARRAYS


def slice_value(ip: Expressions, node: ast.Slice) -> Value:
    bounds = tuple(
        ip.expr(part) if part is not None else Value("none", 0, const=None)
        for part in (node.lower, node.upper, node.step)
    )
    return Value("slice", fresh(), items=bounds)


def position_in(span: Span | None, index: Value) -> Affine | None:
    if index.pos is None:
        return Affine(index.vn, 0) if index.kind in ("int", "?", "length", "index") else None
    if span is None or span.start == ZERO:
        return (
            index.pos if not (isinstance(index.const, int) and index.const < 0) else Affine(END, index.const)
        )
    if span.start.symbol is None:
        return index.pos.plus(span.start.const)
    return Affine(hash((index.pos.symbol, span.start.symbol)), index.pos.const + span.start.const)


def bound_of(value: Value) -> Affine | None:
    if value.kind == "none":
        return None
    if isinstance(value.const, int):
        return Affine(END, value.const) if value.const < 0 else Affine(None, value.const)
    if value.ref == "negative" and value.parts:
        return Affine(hash((END, value.parts[0].vn)), 0)
    if (
        value.pos is not None
        and value.pos.symbol is not None
        and value.parts
        and value.parts[0].ref == "negative"
    ):
        inner = value.parts[0]
        return Affine(hash((END, inner.parts[0].vn if inner.parts else inner.vn)), value.pos.const)
    return value.pos or Affine(value.vn, 0)


def _from_the_end(bound: Value) -> bool:
    """``-1``, ``-n``, ``-n - 1``"""
    if isinstance(bound.const, int):
        return bound.const < 0
    return any(part.ref == "negative" or part.has("negated") for part in (bound, *bound.parts[:1]))


def cut_by(ip: Expressions, span: Span | None, index: Value) -> Span | None:
    """The span that is left after a slice of the token axis."""
    lower, upper, step = index.items or (Value("none"),) * 3
    if span is None or (step.kind not in ("none",) and step.const != 1):
        return None
    start, stop = span.start, span.stop
    low, high = bound_of(lower), bound_of(upper)
    if low is not None and _from_the_end(lower):
        # What counts from the end counts from where the last cut left it, wherever that one began.
        start = low if stop is None else low.plus(stop.const) if stop.symbol == END else Affine(fresh(), 0)
    elif low is not None:
        if start == ZERO:
            start = low
        elif low.symbol is None:
            start = start.plus(low.const)
        elif start.symbol is None and low.symbol != END:
            start = low.plus(start.const)
        else:
            start = Affine(hash((start.symbol, low.symbol)), start.const + low.const)
    if high is not None:
        stop = (
            high
            if stop is None and (high.symbol is not None or span.start == ZERO)
            else Affine(fresh(), 0)
            if stop != high
            else stop
        )
        if span.stop is not None and high.symbol == END and span.stop.symbol == END:
            stop = Affine(END, span.stop.const + high.const)
        elif span.stop is None and high.symbol is None and span.start != ZERO:
            stop = span.start.plus(high.const)
    return Span(start, stop)


def size_of(ip: Expressions, value: Value, axis: int) -> Value:
    """How long an axis is."""
    position = axis_index(value.axes, axis)
    name = value.axes[position] if position is not None else ""
    if not name and value.kind in ("ids", "mask") and axis in (1, -1):
        name = "T"
    elif not name and axis == 0:
        name = "0"
    vn = ip.number("size", value.vn, position if position is not None else axis)
    return Value(
        "length",
        vn,
        axes=(),
        parts=(value,),
        ref=f"size:{name}",
        origin=value.origin,
        pos=Affine(vn, 0),
        trust=value.trust,
    )


@operation("size")
def size(ip: Expressions, site: Site) -> Value:
    axis = site.const("axis")
    if isinstance(axis, int):
        return size_of(ip, site["x"], axis)
    return Value("shape", fresh(), parts=(site["x"],), axes=site["x"].axes) if axis is None else unknown()


def index_tuple(ip: Expressions, node: ast.Slice | ast.Tuple) -> Value:
    if isinstance(node, ast.Slice):
        return slice_value(ip, node)
    parts = tuple(slice_value(ip, p) if isinstance(p, ast.Slice) else ip.expr(p) for p in node.elts)
    return Value("tuple", fresh(), items=parts)


def is_of_width_one(index: Value) -> bool:
    """``[5:6]``, ``[i : i + 1]``"""
    low, high = (index.items or (unknown(), unknown()))[:2]
    if len(high.parts) == 2 and high.parts[0].vn == low.vn and high.parts[1].const == 1:
        return True
    lower, upper = low.const, high.const
    return isinstance(lower, int) and isinstance(upper, int) and upper - lower == 1 and lower * upper >= 0
