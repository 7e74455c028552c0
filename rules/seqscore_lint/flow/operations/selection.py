"""Which entries a function picks: gather, index_select, masked_select, diagonal, narrow, split."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow import events
from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.operations.arithmetic import masked
from seqscore_lint.flow.operations.forward import as_ids, as_scores, believe_ids
from seqscore_lint.flow.operations.iteration import element
from seqscore_lint.flow.operations.places import is_array
from seqscore_lint.flow.operations.subscripts import PICKED, drops_zeros, without_zeros
from seqscore_lint.flow.values import (
    UNKNOWN_AXES,
    Value,
    axis_index,
    fresh,
    unknown,
)

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions


@operation("gather")
def gather(ip: Expressions, site: Site) -> Value:
    if site["axis"].is_score and not site.given("index"):
        return site["axis"]  # accelerator.gather(losses): the same from every process
    x = as_scores(ip, site["x"])
    index = as_ids(site["index"]) or site["index"]
    if index.has("by-use"):
        if index.has("axis-added") and index.has("matrix", "cut-second"):
            index = index.but(axes=("B", "T", "1") if index.has("matrix", "of-rows") else ("T", "1"))
        believe_ids(ip, _spelled_index(site), index)
    axis, _given = site.axis()
    position = axis_index(x.axes, axis) if axis is not None else None
    axes = x.axes
    ranks = _has_rank_of(index) and (axes in (UNKNOWN_AXES, ("*", "V")) or len(axes) != len(index.axes))
    if x.is_score and (ranks or (axes in (UNKNOWN_AXES, ("*", "V")) and axis in (-1, None))):
        axes = _beside(index)
        position = axis_index(axes, axis) if axis is not None else len(axes) - 1
    if axes == ("*", "V") and axis == 1 and _counts_from_the_right(_spelled_index(site)):
        axes, position = ("B", "T", "V"), 1
    if axes == ("*", "V") and axis is not None and axis >= 0 and index.has("expanded"):
        return x.rearranged(vn=fresh())  # whole rows: the index is the same for all of the vocabulary
    if axes[:1] == ("*",) and axes[-1:] == ("V",) and axis is not None and axis >= 0:
        axes = ("B", "T", "V") if axis == 2 else ("T", "V") if axis == 1 else axes
        position = len(axes) - 1 if axis in (1, 2) else None
    if not x.is_score:
        if x.kind in ("ids", "mask", "?") and index.kind != "?":
            return unknown(parts=(x, index))
        return unknown(parts=(x, index))
    base = x.but(axes=axes)
    name = axes[position] if position is not None else ""
    if name == "V" and index.kind == "index" and index.has("sorted"):
        return base.rearranged(vn=fresh(), tags=base.tags | {"sorted"})  # all entries, in their order
    if name == "V" or (position is None and axis in (-1,)):
        pick = "topk" if index.has("topk") else "max" if index.has("argmax") else "chosen"
        tail = (
            ("C",)
            if pick == "topk"
            else index.axes[-1:]
            if index.kind == "ids" and index.axes[-1:] in (("1",), ("C",))
            else ("1",)
        )
        result_axes = (*axes[:-1], *tail)
        result = ip.derive(base, site.node, f"{PICKED[pick]} gathered", axes=result_axes, pick=pick, parts=(x, index), span=index.span or x.span,
                           origin=x.origin if x.origin is not None or index.kind != "ids" else index.origin, vn=ip.number("gather", x.vn, index.vn, axis), tags=x.tags | (index.tags & {"clamped", "-100", "rolled", "generated", "composed", "padded"}))  # fmt: skip
    else:
        result = ip.derive(base, site.node, "gathered", axes=UNKNOWN_AXES, pick="chosen" if not name else x.pick, parts=(x, index),
                           tags=x.tags | {"gathered-elsewhere"} if name else x.tags)  # fmt: skip
    ip.emit(events.Select(site.node, "gather", base, index, axis, result))
    return result


def _spelled_index(site: Site) -> ast.expr | None:
    """How the index of a gather is spelled."""
    named = (k.value for k in site.node.keywords if k.arg in ("index", "indices"))
    return next(named, site.node.args[-1] if site.node.args else None)


def _has_rank_of(index: Value) -> bool:
    """Whether a gather's index, one entry at each place, tells the number of axes of what it picks from."""
    return index.kind == "ids" and len(index.axes) > 1 and "*" not in index.axes and index.axes[-1] == "1"


def _counts_from_the_right(spelled: ast.expr | None) -> bool:
    """``ids[..., None]``: who writes so does not think of a single row of ids."""
    while isinstance(spelled, ast.Call) and isinstance(spelled.func, ast.Attribute):
        spelled = spelled.func.value
    parts = (
        spelled.slice.elts
        if isinstance(spelled, ast.Subscript) and isinstance(spelled.slice, ast.Tuple)
        else []
    )
    return len(parts) == 2 and [getattr(part, "value", 0) for part in parts] == [Ellipsis, None]


def _beside(index: Value) -> tuple[str, ...]:
    """The axes of a distribution that ids pick from along its last axis: an index has the rank of what it picks from."""
    if index.kind == "ids" and "*" not in index.axes and len(index.axes) > 1:
        return (*index.axes[:-1], "V")
    return ("*", "V")


@operation("tf-gather")
def tf_gather(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    batch = site.const("batch_dims", 0)
    axis = site.const("axis", batch)
    if not x.is_score or not isinstance(axis, int):
        return unknown()
    last = axis == -1 and (x.axes[:1] == ("*",) or len(x.axes) - 1 == batch)
    if isinstance(batch, int) and batch >= 1 and (axis == batch or last):
        if x.axes == ("*", "V") and batch == 2:
            x = x.but(axes=("B", "T", "V"))
        axes = x.axes[:-1] if x.axes[-1:] == ("V",) else UNKNOWN_AXES
        result = ip.derive(x, site.node, PICKED["chosen"], axes=axes, pick="max" if site["index"].has("argmax") else "chosen",
                           parts=(x, site["index"]))  # fmt: skip
    elif axis_index(x.axes, axis) is not None and x.axes[axis_index(x.axes, axis) or 0] == "V":
        result = ip.derive(x, site.node, "a few entries", pick="subset", parts=(x, site["index"]))
    else:
        result = unknown(parts=(x, site["index"]))
        ip.emit(events.Select(site.node, "rows", x, site["index"], axis, result))
        return result
    ip.emit(events.Select(site.node, "gather", x, site["index"], axis, result))
    return result


@operation("index-select")
def index_select(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    axis, _ = site.axis()
    position = axis_index(x.axes, axis) if axis is not None else None
    if not x.is_score:
        return unknown()
    if position is not None and x.axes[position] == "V":
        return ip.derive(
            x,
            site.node,
            f"{PICKED['subset']} taken",
            pick="subset",
            axes=(*x.axes[:position], "C", *x.axes[position + 1 :]),
            parts=(x, site["index"]),
        )
    rows = x.but(vn=fresh())
    index = as_ids(site["index"]) or site["index"]
    ip.emit(events.Select(site.node, "rows", x, index, axis, rows))
    return rows


@operation("masked-select")
def masked_select(ip: Expressions, site: Site) -> Value:
    x, mask = site["x"], site["mask"]
    if is_array(x):
        return masked(ip, site.node, x, mask, True, "selected", axes=("T",))
    return without_zeros(x, fresh(), site.node) if not x.known and drops_zeros(mask, x) else unknown()


@operation("diagonal")
def diagonal(ip: Expressions, site: Site) -> Value:
    """``p[:, ids].diagonal()``: of the columns of the ids, each row's own."""
    x = as_scores(ip, site["x"])
    if x.pick != "subset" or not x.axes or x.axes[-1] != "C":
        return unknown(parts=(x,))
    result = ip.derive(x, site.node, "the chosen token's entry taken", pick="chosen", axes=x.axes[:-1])
    ip.emit(
        events.Select(site.node, "diagonal", x, x.parts[1] if len(x.parts) > 1 else unknown(0), -1, result)
    )
    return result


@operation("nonzero")
def nonzero(ip: Expressions, site: Site) -> Value:
    """Where something unknown is not 0, which matters where its numbers are token ids."""
    x = site["x"]
    return unknown() if x.known else unknown(parts=(x,), tags=frozenset({"nonzero"}))


@operation("trim-zeros")
def trim_zeros(ip: Expressions, site: Site) -> Value:
    """What is 0 at the ends goes, which matters where the numbers are token ids."""
    x = site["x"]
    if x.kind == "ids":
        return x.but(vn=fresh(), span=None)
    return unknown() if x.known else without_zeros(x, fresh(), site.node)


@operation("narrow")
def narrow(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    return x.but(vn=fresh(), span=None) if is_array(x) else unknown()


@operation("split")
def split(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if not is_array(x):
        return unknown()
    return Value(
        "list", fresh(), elem=x.but(vn=fresh(), span=None, tags=x.tags - {"merged-batch"}), parts=(x,)
    )


@operation("unbind")
def unbind(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    return Value("list", fresh(), elem=element(ip, x, site.node), parts=(x,)) if is_array(x) else unknown()
