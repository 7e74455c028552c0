"""Ordering: the largest and the smallest, sorting, the k best, and what is compared."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow import events
from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.operations.forward import as_scores
from seqscore_lint.flow.operations.iteration import CANDIDATE, element
from seqscore_lint.flow.operations.reducing import as_array, reduction, remaining
from seqscore_lint.flow.operations.subscripts import first_entry
from seqscore_lint.flow.values import MISSING, Value, axis_index, fresh, unknown

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions


@operation("extreme")
def extreme(ip: Expressions, site: Site) -> Value:
    """tensor.max(dim): values and indices; tensor.max(): one number."""
    x = as_scores(ip, site["x"])
    function = site.fact("function")
    if x.kind == "list":
        x = as_array(ip, x)
    axis, given = site.axis()
    if not given and site.given("axis"):
        return unknown()
    keep = site.const("keepdim", False) is True
    values = reduction(ip, site.node, function, x, axis, given, keep)
    if not given:
        if "V" not in x.axes:
            ip.emit(events.Choose(site.node, function, x, values))
        return values
    indices = Value("ids", fresh(), axes=values.axes, parts=(x,), tags=frozenset({"argmax"}), origin=None)
    if (
        "axis" in site.keywords
        or "keepdims" in site.keywords
        or not (site.name.startswith("torch.") or ip.module.imports("torch"))
    ):
        return values
    return Value("tuple", fresh(), items=(values, indices), parts=(x,))


@operation("argextreme")
def arg_extreme(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if x.kind == "list":
        x = as_array(ip, x)
    axis, given = site.axis()
    _, axes = remaining(x, axis, given, False, None)
    vocabulary = "V" in x.axes and (
        axis_index(x.axes, axis) == x.axes.index("V") if axis is not None else not given
    )
    kind = "ids" if vocabulary else "index"
    tags = {"argmax", *({"argmin"} if site.fact("function") == "min" else ())}
    result = Value(kind, ip.number("argmax", x.vn, axis), axes=axes, parts=(x,), tags=frozenset(tags), span=x.span,
                   origin=x.origin, trust=x.trust)  # fmt: skip
    ip.emit(events.Choose(site.node, site.fact("function"), x, result))
    return result


def turns(reader: ast.AST | None) -> bool:
    """Whether what holds an order reads it backwards: ``[::-1]``, reversed(), reverse(), flip()."""
    if isinstance(reader, ast.Subscript) and isinstance(reader.slice, ast.Slice):
        step = reader.slice.step
        return isinstance(step, ast.UnaryOp) and isinstance(step.op, ast.USub)
    func = reader.func if isinstance(reader, ast.Call) else reader
    return (isinstance(func, ast.Name) and func.id == "reversed") or (
        isinstance(func, ast.Attribute) and func.attr in ("reverse", "flip", "flipud")
    )


@operation("union")
def union(ip: Expressions, site: Site) -> Value:
    """Places of the best entries, and others with them."""
    return next((x for x in (site["x"], site["y"]) if x.kind == "index" and x.has("sorted")), unknown())


@operation("argpartition")
def argpartition(ip: Expressions, site: Site) -> Value:
    """Where the entries stand, the best or the worst of them on one side."""
    x = site["x"]
    return Value("index", fresh(), axes=x.axes, parts=(x,), tags=frozenset({"sorted"}))


@operation("argsort")
def argsort(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if x.kind == "list":
        x = as_array(ip, x)
    down = (site.const("descending", False) is True) != turns(ip.module.parent(site.node))
    result = Value(
        "index", fresh(), axes=x.axes, parts=(x,), tags=frozenset({"sorted", "down" if down else "up"})
    )
    ip.emit(events.Choose(site.node, "sort-down" if down else "sort-up", x, result))
    return result


@operation("sort")
def sort(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if not x.is_score:
        return unknown()
    values = ip.derive(x, site.node, "sorted", tags=x.tags | {"sorted"})
    return (
        Value("tuple", fresh(), items=(values, Value("index", fresh(), axes=x.axes)))
        if site.given("descending") or site.given("axis")
        else values
    )


@operation("topk")
def topk(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if not x.is_score:
        return unknown()
    values = ip.derive(
        x, site.node, "the k largest", pick="topk", parts=(x,), tags=x.tags | {"restricted"}, made=site.node
    )
    if site.const("k") == 1 and "V" in x.axes:
        values = values.but(pick="max", axes=tuple("1" if a == "V" else a for a in x.axes), tags=x.tags)
    several = site.const("k") != 1
    axes = tuple("C" if a == "V" and several else a for a in x.axes)
    indices = Value(
        "ids", fresh(), axes=axes, parts=(x,), tags=frozenset({"argmax", "topk"} if several else {"argmax"})
    )
    ip.emit(events.Select(site.node, "topk", x, site["k"], None, values))
    return Value("tuple", fresh(), items=(values, indices), parts=(x,))


@operation("choose")
def choose(ip: Expressions, site: Site) -> Value:
    """max(...) and min(...) of Python, with or without a key."""
    function = site.fact("function")
    x, key = site["x"], site.roles.get("key")
    if site.given("y") or site.extra:
        counted = next((v for v in site.args if v.kind == "length" or v.has("counter")), None)
        if (
            counted is not None and function == "max" and len(site.args) == 2
        ):  # a guard against dividing by zero
            return counted.tagged("clamped")
        first = site["x"]
        limit = next(
            (v for v in (*site.args, *site.extra) if v.ref == "config.max_length" and function == "min"), None
        )
        low = site["y"].const if function == "max" else MISSING
        if first.kind == "prob" and isinstance(low, float) and 0 < low < 0.01:
            return ip.derive(first, site.node, "", tags=first.tags | {"clamped", "eps-clamped"})
        if function == "max" and first.has("running-sum"):
            return first.but(vn=fresh(), tags=first.tags | {"clamped"}, parts=(first,))
        if first.is_score:
            return ip.derive(first, site.node, "", tags=first.tags | _bound(first, function, site["y"]))
        return limit or unknown()
    compared = compared_by(ip, x, key, site.node)
    result: Value
    if (key is None and (not x.known or x.is_score)) or (
        key is None and x.kind == "list" and x.elem is not None and not x.elem.known
    ):
        result = unknown(parts=(x,), tags=frozenset({"reduced", function}))
    elif (
        key is None
        and function == "max"
        and x.kind == "list"
        and x.elem is not None
        and x.elem.is_score
        and (x.has("top") or (x.parts and x.parts[0].has("top")))
    ):
        result = first_entry(ip, site.node, x, x.elem.but(vn=fresh()))
    elif key is None and x.kind == "list" and x.elem is not None and x.elem.is_score:
        result = ip.derive(x.elem, site.node, f"{function} of several", tags=x.elem.tags | {function})
    elif x.kind == "dict":
        result = unknown()
    elif x.elem is not None and x.has("top") and _takes_likeliest(function, compared):
        result = first_entry(ip, site.node, x, x.elem.but(vn=fresh()))
    elif x.kind == "items" and x.items and x.parts[0].has("top") and _takes_likeliest(function, compared):
        held = first_entry(ip, site.node, x.parts[0], x.items[1].but(vn=fresh()))
        result = Value("tuple", fresh(), items=(x.items[0], held))
    else:
        result = x.elem or unknown()
    ip.emit(events.Choose(site.node, function, compared, result))
    return result


def _bound(score: Value, function: str, limit: Value) -> set[str]:
    """Whether a constant keeps an NLL from becoming too large to be exponentiated."""
    small = function == {"nll": "min", "logprob": "max"}.get(score.kind)
    return {"bounded"} if small and isinstance(limit.const, (int, float)) else set()


def _takes_likeliest(function: str, compared: Value) -> bool:
    """Whether the alternative with the largest log-prob is taken, or with the smallest rank."""
    if function == "max":
        return compared.kind == "logprob"
    return compared.kind == "nll" or (compared.kind == "int" and compared.ref == "rank")


@operation("order")
def order(ip: Expressions, site: Site) -> Value:
    x, key = site["x"], site.roles.get("key")
    compared = compared_by(ip, x, key, site.node)
    largest = (site.const("reverse", False) is True or site.name.endswith("nlargest")) != turns(
        ip.module.parent(site.node)
    )
    if x.kind in ("items", "zip", "enumerate"):
        x = Value("list", fresh(), elem=element(ip, x, site.node), parts=(x,))
    result = (
        x.but(vn=fresh(), tags=x.tags | {"sorted", "down" if largest else "up"}, items=None)
        if x.kind == "list"
        else unknown()
    )
    ip.emit(events.Choose(site.node, "sort-down" if largest else "sort-up", compared, result))
    return result


@operation("order-rows")
def order_rows(ip: Expressions, site: Site) -> Value:
    """``frame.sort_values("score")``, ``frame.nlargest(5, "score")``: rows in the order of a column; a series in its own."""
    from seqscore_lint.flow.attributes import column

    frame, by = site["x"], site["by"]
    first = by.items[0] if by.kind == "list" and by.items else by
    compared = column(ip, frame, first.const, site.node) if isinstance(first.const, str) else frame
    compared = as_array(ip, compared) if compared.kind == "list" else compared
    largest = site.const("ascending", site.fact("ascending", True)) is False
    if compared.is_score:
        end = "sort-down" if largest != turns(ip.module.parent(site.node)) else "sort-up"
        ip.emit(events.Choose(site.node, end, compared, frame))
    return frame


def compared_by(ip: Expressions, x: Value, key: Value | None, node: ast.AST) -> Value:
    """What is compared when ``x`` is ordered by ``key``."""
    if key is None or key.kind == "none":
        if x.kind in ("zip", "enumerate"):
            pair = _candidate(ip, x, node)
            return pair.items[0] if pair.items else unknown()
        if x.kind in ("list", "tuple") and x.elem is not None and x.elem.kind == "tuple" and x.elem.items:
            return x.elem.items[0]
        return x.elem or x if x.kind in ("list", "tuple", "dict") else x
    if key.kind == "getter" and key.parts:
        return ip.apply(key, (unknown(),), node)
    if key.kind == "function":
        return ip.in_turn(_keyed(ip, x, key, node), key.ref[0].node)
    return _keyed(ip, x, key, node)


def _keyed(ip: Expressions, x: Value, key: Value, node: ast.AST) -> Value:
    """What a key function makes of one of the candidates."""
    if x.kind == "range" and key.kind == "function":
        return ip.apply(key, (Value("int", fresh(), axes=(), ref=CANDIDATE),), node)
    if x.kind == "dict":
        named = x.ref if isinstance(x.ref, Value) else Value("text", fresh())
        return ip.apply(key, (named.tagged("any-key"),), node)
    if x.kind == "items":
        return ip.apply(key, (Value("tuple", fresh(), items=x.items),), node)
    if x.kind in ("enumerate", "zip"):
        return ip.apply(key, (_candidate(ip, x, node),), node)
    return ip.apply(key, (x.elem or unknown(),), node)


def _candidate(ip: Expressions, x: Value, node: ast.AST) -> Value:
    """One of the pairs that are compared; a logit in it is of its own row or position."""
    pair = element(ip, x, node)
    items = tuple(
        item.tagged("own-context") if item.kind == "logit" and item.axes == () else item
        for item in pair.items or ()
    )
    return pair.but(items=items) if items else pair
