"""Many numbers become one: sums, means, products, maxima, over an axis or over a list."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow import events
from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.operations.forward import as_scores
from seqscore_lint.flow.values import UNKNOWN_AXES, Affine, Value, axis_index, fresh, unknown

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions

_WORDS = {"sum": "summed", "mean": "averaged", "prod": "multiplied", "max": "maximum", "min": "minimum"}
TOKEN_WEIGHTED = frozenset({"token-weighted", "merged-batch"})
"""Tags of a mean over all tokens of a batch."""
_TOKEN_AXES = frozenset({"T", "N"})


@operation("reduce")
def reduce(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if x.kind == "list":
        x = as_array(ip, x)
    if x.axes == () and x.domain == "api" and x.level == "token":
        x = x.but(axes=("T",))  # what has a mean is no single number but a column
    x = _left_out(ip, site, x)
    axis, given = site.axis()
    dims = site.roles.get("axis")
    several = (
        tuple(v.const for v in dims.items)
        if dims is not None and dims.items is not None and len(dims.items) > 1
        else None
    )
    keep = site.const("keepdim", False) is True
    result = reduction(ip, site.node, site.fact("function"), x, axis, given, keep, "call", several)
    return result.tagged("token-weighted") if _is_weighted(site) and result.is_score else result


def _left_out(ip: Expressions, site: Site, x: Value) -> Value:
    """What is reduced of an array: where a mask holds, or what is no NaN."""
    from seqscore_lint.flow.operations.arithmetic import masked

    if x.is_score and site.given("where"):
        return masked(ip, site.node, x, site["where"], True, "selected")
    if site.fact("nan") and x.has("nan-filled"):
        tags = x.tags - {"nan-filled", "minus-infinity"} | {"masked", "masked-otherwise", "selected"}
        return x.but(vn=fresh(), tags=tags)
    return x


def _is_weighted(site: Site) -> bool:
    """``np.average(x, weights=n)``, ``statistics.fmean(x, n)``"""
    return site.given("weights") and site["weights"].kind != "none"


def reduction(
    ip: Expressions, node: ast.AST, function: str, x: Value, axis: int | None, given: bool, keep: bool = False,
    spelled: str = "call", several: tuple[int, ...] | None = None,
) -> Value:  # fmt: skip
    """The value of reducing ``x``, and the event that says so."""
    removed, axes = remaining(x, axis, given, keep, several)
    if x.has("one-hot") and function == "sum" and "V" in removed and len(removed) > 1 and "*" not in x.axes:
        # The vocabulary first, which takes the chosen entries, then the rest.
        chosen = reduction(ip, node, function, x, x.axes.index("V"), True)
        rest = tuple(i for i, a in enumerate(chosen.axes) if a in removed)
        axis = rest[0] if len(rest) == 1 and given else None
        return reduction(
            ip, node, function, chosen, axis, given, several=rest if len(rest) > 1 and given else None
        )
    name = "+".join(removed) if removed else ""
    result = _reduced(ip, node, function, x, removed, axes, given)
    result = result.but(vn=ip.number("reduce", function, x.vn, axis, several, given), made=node)
    ip.emit(events.Reduce(node, function, x, axis, given, name, spelled, result))
    return result


def remaining(
    x: Value, axis: int | None, given: bool, keep: bool, several: tuple[int, ...] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the axes that go, and the axes that stay."""
    if not given and axis is None and several is None:
        return tuple(a for a in x.axes if a != "1"), ()
    positions = [
        axis_index(x.axes, a) for a in (several if several is not None else (axis,)) if isinstance(a, int)
    ]
    if not positions or any(p is None for p in positions):
        if x.axes == UNKNOWN_AXES and axis == -1:
            return ("*",), UNKNOWN_AXES
        return ("?",), UNKNOWN_AXES
    gone = tuple(x.axes[p] for p in positions if p is not None)
    if keep:
        return gone, tuple("1" if i in positions else a for i, a in enumerate(x.axes))
    return gone, tuple(a for i, a in enumerate(x.axes) if i not in positions)


def _reduced(
    ip: Expressions,
    node: ast.AST,
    function: str,
    x: Value,
    removed: tuple[str, ...],
    axes: tuple[str, ...],
    given: bool,
) -> Value:
    tags = x.tags - {"normalised"}
    if x.kind == "mask" and function == "cumsum":
        return Value("length", fresh(), axes=x.axes, parts=(x,), ref="count-so-far")
    if x.kind == "mask":
        return Value(
            "length",
            fresh(),
            axes=axes,
            parts=(x,),
            ref="count",
            origin=x.origin,
            tags=x.tags & {"attention"},
        )
    if x.kind == "bool":
        return Value("int", fresh(), axes=axes, parts=(x,), ref="count")
    if function in ("all", "any", "std", "cumprod") and function != "cumprod":
        return unknown()
    if x.kind == "weight" and function == "sum" and "V" not in removed:
        return ip.derive(
            x, node, "sum of exp", kind="partition", axes=axes, parts=(x,), tags=tags | {"summed"}
        )
    if "V" in removed and (x.known or function not in ("max", "min")):
        return _over_vocabulary(ip, node, function, x, removed, axes)
    word = _WORDS.get(function, function)
    if not x.is_score and x.kind != "partition":
        if not x.known:
            return unknown(parts=(x,), tags=frozenset({"reduced", function}), axes=axes)
        return Value(x.kind if x.kind in ("num",) else "?", fresh(), axes=axes, parts=(x,))
    if function in ("cumsum", "cumprod"):
        short = "sum" if function == "cumsum" else "prod"
        return ip.derive(x, node, f"cumulative {short}", reduced=short, tags=tags, parts=(x,))
    few = x.kind == "logit" and x.pick in ("subset", "topk") and "C" in removed
    if function == "logsumexp" and few:
        return ip.derive(x, node, "logsumexp over a few entries", kind="logz", axes=axes, parts=(x,))
    if function == "logsumexp":
        return ip.derive(
            x,
            node,
            "logsumexp",
            axes=axes,
            tags=tags | {"mass"},
            parts=(x,),
            reduced=x.reduced or "logsumexp",
        )
    if function in ("gmean", "hmean", "entropy", "logits-entropy"):
        kind = "prob" if function.endswith("mean") else "entropy"
        return ip.derive(
            x, node, function, kind=kind, axes=axes, reduced=function, tags=tags | {"geometric"}, parts=(x,)
        )
    changes: dict[str, object] = {"axes": axes, "tags": tags, "parts": (x,)}
    tokens = bool(_TOKEN_AXES.intersection(removed))
    if not x.reduced and (tokens or x.level == "token" or x.pick == "?" or not given):
        if (not tokens and removed == ("B",)) or (not tokens and removed == ("C",)):
            changes["outer"] = function
        else:
            changes["reduced"] = function
            if "B" in removed:
                changes["outer"] = function
                changes["tags"] = tags | {"merged-batch"}
            elif "*" in removed and not given:
                changes["tags"] = tags | {"merged-unknown"}
    elif x.reduced:
        changes["outer"] = function if not x.outer else x.outer
        if x.reduced == x.outer == "mean" and function in ("mean", "sum"):
            # Means of batches: however they were weighted inside, now each counts alike.
            changes |= {"outer": function, "tags": tags - TOKEN_WEIGHTED}
        if x.reduced == "?" and x.outer == "":
            changes["outer"] = function
    else:
        changes["reduced"] = "?"
    if function in ("max", "min", "median"):
        changes["tags"] = tags | {function}
    return ip.derive(x, node, f"{word} here", **changes)


def _over_vocabulary(
    ip: Expressions, node: ast.AST, function: str, x: Value, removed: tuple[str, ...], axes: tuple[str, ...]
) -> Value:
    """The vocabulary axis goes: a partition function, an entropy, a maximum, or a number without a meaning."""
    if function == "logsumexp" and (x.kind in ("logit", "logprob") or not x.known):
        return ip.derive(x, node, "logsumexp over the vocabulary", kind="logz", axes=axes, parts=(x,))
    if x.has("one-hot") and function in ("sum", "max") and x.is_score:
        ids = x.parts[1].parts[0] if len(x.parts) > 1 and x.parts[1].parts else unknown(0)
        result = ip.derive(
            x,
            node,
            "the chosen token's entry taken",
            axes=axes,
            pick="chosen",
            tags=x.tags - {"one-hot", "normalised"} | ids.tags & {"rolled", "composed"},
            parts=(x, ids),
        )
        ip.emit(events.Select(node, "one-hot", x.parts[0] if x.parts else x, ids, -1, result))
        return result
    if function == "sum":
        if x.kind == "weight":
            return ip.derive(x, node, "sum of exp", kind="partition", axes=axes, parts=(x,))
        if x.kind == "plogp":
            reduced = "sum" if "T" in removed else ""
            return ip.derive(x, node, "entropy", kind="entropy", axes=axes, reduced=reduced, parts=(x,))
        if x.kind == "prob":
            return Value("num", fresh(), axes=axes, parts=(x,), tags=frozenset({"mass"}))
    if function in ("max", "min") and x.is_score:
        result = ip.derive(
            x, node, f"{function}imum over the vocabulary", axes=axes, pick=function, parts=(x,)
        )
        ip.emit(events.Select(node, function, x, unknown(0), -1, result))
        return result
    if x.is_score:
        return ip.derive(
            x,
            node,
            f"{_WORDS.get(function, function)} over the vocabulary",
            kind="num",
            axes=axes,
            parts=(x,),
        )
    return unknown()


def as_array(ip: Expressions, value: Value) -> Value:
    """A list of scores as an array: its elements plus the axis that the list is."""
    elem = value.elem
    if elem is None:
        return unknown(value.vn)
    if not (elem.is_score or elem.kind in ("ids", "mask", "length", "int")):
        return unknown(value.vn, parts=(value,))
    axes = (list_axis(elem), *elem.axes) if "*" not in elem.axes else UNKNOWN_AXES
    if elem.kind == "logit" and elem.axes == () and value.items is not None and len(value.items) == 1:
        axes = ("1",)
    if are_candidates(value):
        elem, axes = elem.but(pick="subset"), ("C",)
    return elem.but(vn=value.vn, axes=axes, tags=(elem.tags - {"maybe"}) | (value.tags & {"filtered", "filtered-none", "gathered", "ranged"}) | {"listed"}, steps=value.steps or elem.steps,
                    parts=(value,))  # fmt: skip


def as_column(ip: Expressions, value: Value) -> Value:
    """A list of scores or of lengths, where only an array can stand; other values are themselves."""
    if value.kind != "list" or value.elem is None:
        return value
    return as_array(ip, value) if value.elem.is_score or value.elem.kind == "length" else value


def are_candidates(listed: Value) -> bool:
    """``[z[yes], z[no]]``: a few entries of one distribution, side by side."""
    if listed.has("of-one"):
        return True
    items = listed.items or ()
    if not 2 <= len(items) <= 12 or any(
        i.kind != "logit" or i.axes != () or len(i.parts) != 2 for i in items
    ):
        return False
    return len({i.parts[0].vn for i in items}) == 1 and all(i.pick in ("chosen", "fixed") for i in items)


def numbers(ip: Expressions, value: Value) -> Value:
    """A model's output as its logits, a list of scores as an array: what a function of arrays sees."""
    value = as_scores(ip, value)
    if value.kind in ("list", "tuple") and value.elem is not None:
        array = as_array(ip, value)
        return array if array.is_score else value
    return value


def list_axis(elem: Value) -> str:
    """What a list of such elements runs over: tokens, or sequences."""
    if elem.reduced or elem.outer or (elem.axes == () and elem.has("member")):
        return "C"
    if elem.kind == "ids":
        return "T" if elem.axes == () else "B"
    if elem.pick in ("chosen", "max", "first", "?") and elem.axes == ():
        return "T"
    if (elem.axes and elem.axes[-1] == "V") or (elem.level == "token" and elem.axes == ("B",)):
        return "T"
    if "T" in elem.axes:
        return "B"
    return "?"


@operation("reduce-list")
def reduce_list(ip: Expressions, site: Site) -> Value:
    """sum(list), math.prod(list), statistics.mean(list)."""
    x = as_scores(ip, site["x"])
    function = site.fact("function")
    if x.kind == "list" or (x.kind == "tuple" and x.elem is not None):
        array = as_array(ip, x)
        if not array.is_score and array.kind != "mask":
            if x.elem is not None and x.elem.kind == "bool":
                return Value("int", fresh(), parts=(x,), ref="count")
            if array.kind == "length" and function == "sum":
                return Value("length", ip.number("total", x.vn), axes=(), parts=(x,), ref="total")
            return unknown(
                ip.number("reduce-list", function, x.vn), parts=(x,), tags=frozenset({"reduced", function})
            )
        array = (
            array.but(axes=array.axes[:1] if array.axes != UNKNOWN_AXES else ("T",))
            if x.elem is not None and not x.elem.axes
            else array
        )
        result = reduction(ip, site.node, function, array, 0, bool(array.axes[1:]), spelled="list")
        result = result.tagged("token-weighted") if _is_weighted(site) and result.is_score else result
        return result.but(parts=(x,), vn=ip.number("reduce-list", function, x.vn))
    if x.is_score:
        result = reduction(
            ip, site.node, function, x, 0 if x.axes[:1] != ("*",) else None, True, spelled="list"
        )
        return result.but(vn=ip.number("reduce-list", function, x.vn))
    return unknown(
        ip.number("reduce-list", function, x.vn), parts=(x,), tags=frozenset({"reduced", function})
    )


@operation("masked-reduce")
def masked_reduce(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if not x.is_score:
        return unknown()
    axis, given = site.axis()
    return reduction(ip, site.node, site.fact("function"), x.tagged("masked"), axis, given)


@operation("einsum")
def einsum(ip: Expressions, site: Site) -> Value:
    """``einsum("bt,bt->b", x, y)``: a product of equally named axes, summed over those that the result lacks."""
    from seqscore_lint.flow.operations.arithmetic import binary

    equation = site["equation"].const
    inputs, arrow, output = (
        equation.replace(" ", "").partition("->") if isinstance(equation, str) else ("", "", "")
    )
    terms = inputs.split(",")
    if (
        not arrow
        or len(site.args) != len(terms) + 1
        or len(set(terms)) != 1
        or not terms[0].startswith(output)
    ):
        return unknown(parts=site.args)
    product = as_scores(ip, site.args[1])
    for factor in site.args[2:]:
        product = binary(ip, site.node, "*", product, as_scores(ip, factor))
    gone = len(terms[0]) - len(output)
    if gone == 0:
        return product
    every = not output
    return (
        reduction(ip, site.node, "sum", product, None if every else -1, not every)
        if gone == 1 or every
        else unknown()
    )


@operation("length")
def length(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    vn = ip.number("len", x.vn)
    return Value(
        "length", vn, axes=(), parts=(x,), ref="len", origin=x.origin, pos=Affine(vn, 0), trust=x.trust
    )


@operation("count")
def count(ip: Expressions, site: Site) -> Value:
    return counted(ip, site["x"], "count" if site.name.endswith("count_nonzero") else "numel")


def counted(ip: Expressions, x: Value, how: str = "numel") -> Value:
    """How many entries an array has; of a mask with ``count``, how many are true."""
    measure = how if x.kind == "mask" else "numel"
    return Value("length", ip.number("count", x.vn), axes=(), parts=(x,), ref=measure, origin=x.origin)


@operation("predicate")
def predicate(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    return Value("mask", fresh(), axes=x.axes, parts=(x,), ref="predicate", tags=frozenset({"predicate"}))
