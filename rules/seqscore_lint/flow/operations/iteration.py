"""What a loop or a comprehension goes through: elements, enumerate, zip, range."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow import names
from seqscore_lint.flow.operations import Site, operation, serving
from seqscore_lint.flow.operations.forward import as_scores
from seqscore_lint.flow.operations.places import bound_of, is_array, position_in
from seqscore_lint.flow.values import (
    MISSING,
    POSSIBLE,
    UNKNOWN_AXES,
    ZERO,
    Affine,
    Span,
    Value,
    fresh,
    unknown,
)

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions


CANDIDATE = "candidate"
"""What the number of one of the compared is: ``max(range(n), key=lambda i: scores[i])``."""
SHORT = 8
"""Texts of at most so many characters may well be one token."""


def element(ip: Expressions, iterated: Value, node: ast.AST, symbol: int | None = None) -> Value:
    """One element of ``iterated``; ``symbol`` is the loop's position."""
    symbol = (
        symbol
        if symbol is not None
        else ip.number("loop", getattr(node, "lineno", 0), getattr(node, "col_offset", 0), id(node))
    )
    iterated = as_scores(ip, iterated)
    kind = iterated.kind
    if kind == "zip":
        items = tuple(element(ip, item, node, symbol) for item in iterated.items or ())
        return Value("tuple", fresh(), items=items)
    if kind == "enumerate":
        start, over = iterated.items or (unknown(), unknown())
        first = start.const if isinstance(start.const, int) else 0
        index = Value(
            "int",
            ip.number("at", symbol, first),
            axes=(),
            pos=Affine(symbol, first) if start.const is not MISSING else None,
            ref="loop",
        )
        return Value("tuple", fresh(), items=(index, element(ip, over, node, symbol)))
    if kind == "range":
        return Value(
            "int", ip.number("at", symbol, 0), axes=(), pos=Affine(symbol, 0), ref="loop", parts=(iterated,)
        )
    if kind == "items":
        return Value("tuple", fresh(), items=(iterated.items or (unknown(), unknown())), elem=None)
    if kind == "text" and isinstance(iterated.const, str):
        return Value("text", ip.number("elem", iterated.vn, symbol), tags=frozenset({"short"}))
    if kind == "object" and isinstance(iterated.ref, str):
        return _member_of(ip, iterated, node)
    if kind == "response" and iterated.parts:
        return serving.part_of(iterated, ip.number("elem", iterated.vn, symbol))
    if kind == "dict":
        key = iterated.ref if isinstance(iterated.ref, Value) else Value("text", fresh())
        return key.tagged("any-key")
    if kind in ("list", "tuple", "mapped"):
        if iterated.elem is None:
            return unknown()
        elem = iterated.elem
        if elem.kind == "model":
            # One of an ensemble: what all of them say of one token is no sequence.
            elem = elem.tagged("member")
        elif iterated.items and all(
            isinstance(item.const, str) and len(item.const) <= SHORT for item in iterated.items
        ):
            elem = elem.tagged("short")
        if iterated.has("none-skipped"):
            elem = elem.untagged("maybe", "none-first")
        if elem.kind == "ids" and elem.axes == () and iterated.span is not None:
            return elem.but(
                pos=position_in(iterated.span, Value("int", 0, pos=Affine(symbol, 0))),
                vn=ip.number("elem", iterated.vn, symbol),
            )
        return elem.but(
            vn=ip.number("elem", iterated.vn, symbol),
            pos=elem.pos if elem.pos is not None else Affine(symbol, list_offset(iterated)),
        )
    if is_array(iterated) and iterated.axes and iterated.axes[0] != "*":
        leading = iterated.axes[0]
        changes: dict[str, object] = {"axes": iterated.axes[1:], "vn": ip.number("elem", iterated.vn, symbol)}
        if leading == "T":
            changes["pos"] = position_in(iterated.span, Value("int", 0, pos=Affine(symbol, 0)))
            changes["tags"] = iterated.tags - {"member"}
        elif leading == "B":
            changes["tags"] = iterated.tags | {"row"}
        if leading == "B" and iterated.origin is not None:
            changes["origin"] = ip.number("row-of", iterated.origin, symbol)
        elif iterated.kind == "ids" and leading == "B":
            changes["origin"] = changes["vn"]
        return iterated.rearranged(**changes)
    if iterated.kind in ("ids", "mask"):
        return iterated.but(
            axes=UNKNOWN_AXES,
            vn=ip.number("elem", iterated.vn, symbol),
            pos=position_in(iterated.span, Value("int", 0, pos=Affine(symbol, 0))),
        )
    if is_array(iterated):
        return iterated.rearranged(
            vn=ip.number("elem", iterated.vn, symbol),
            axes=("*", "V") if "V" in iterated.axes else UNKNOWN_AXES,
        )
    if not iterated.known and isinstance(iterated.ref, str) and names.words(iterated.ref) & _LOADERS:
        return ip.own_batch() or unknown(trust=POSSIBLE)
    if not iterated.known and isinstance(iterated.ref, str):
        # What many documents are, one of them is; two loops over the same positions speak of the same ones.
        return unknown(
            ref=iterated.ref.removesuffix("s"),
            pos=Affine(ip.number("one-of", iterated.vn), 0),
            tags=_ALTERNATIVE if names.speaks_of_rivals(iterated.ref) else frozenset(),
        )
    return unknown()


_ALTERNATIVE = frozenset({"alternative"})
_LOADERS = frozenset({"loader", "dataloader", "batches", "dl"})


def _member_of(ip: Expressions, owner: Value, node: ast.AST) -> Value:
    """One of the examples of a data set that this file defines."""
    for name in ("__getitem__", "__iter__"):
        if ip.module.method(owner.ref, name) is not None:
            method = ip.attribute_of(owner, name, node)
            found = ip.apply(method, (owner, Value("int", fresh(), axes=(), ref="loop")), node)
            return (found.elem or unknown()) if name == "__iter__" and found.kind == "list" else found
    return unknown()


def list_offset(iterated: Value) -> int:
    """How far into its list a sliced list starts, where that is constant."""
    if iterated.has("sliced") and len(iterated.parts) > 1 and iterated.parts[1].kind == "slice":
        lower = (iterated.parts[1].items or (unknown(),))[0]
        return lower.const if isinstance(lower.const, int) and lower.const > 0 else 0
    return 0


@operation("enumerate")
def enumerate_(ip: Expressions, site: Site) -> Value:
    start = site.roles.get("start") or Value("int", 0, const=0, pos=ZERO)
    return Value("enumerate", fresh(), items=(start, site["x"]), parts=(site["x"],))


@operation("zip")
def zip_(ip: Expressions, site: Site) -> Value:
    rows = site.args[0] if site.args else unknown()
    if len(site.node.args) == 1 and isinstance(site.node.args[0], ast.Starred):
        # zip(*rows) turns a list of tuples into a tuple of lists.
        columns = rows.elem.items if rows.kind == "list" and rows.elem is not None else None
        if columns is None:
            return unknown()
        return Value(
            "tuple",
            fresh(),
            items=tuple(Value("list", fresh(), elem=column, trust=column.trust) for column in columns),
        )
    return Value("zip", fresh(), items=site.args, parts=site.args)


@operation("range")
def range_(ip: Expressions, site: Site) -> Value:
    start, stop = (
        (site["a"], site["b"]) if site.given("b") else (Value("int", 0, const=0, pos=ZERO), site["a"])
    )
    low = bound_of(start)
    return Value(
        "range",
        ip.number("range", start.vn, stop.vn),
        axes=("T",),
        items=(start, stop),
        span=Span(low or ZERO, bound_of(stop)),
        parts=(start, stop),
    )
