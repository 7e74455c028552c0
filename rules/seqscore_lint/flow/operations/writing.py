"""What is written into a part of an array: stores, fills, scatters, and where."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING

from seqscore_lint.flow import events, names
from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.operations.arithmetic import (
    fills_out,
    invert,
    is_ignored,
    is_zero,
    masked,
    may_be_none,
    none_as_zero,
)
from seqscore_lint.flow.operations.forward import as_scores
from seqscore_lint.flow.operations.places import bound_of, index_tuple, is_array
from seqscore_lint.flow.operations.reducing import as_array, as_column
from seqscore_lint.flow.values import (
    LIKELY,
    MISSING,
    UNKNOWN_AXES,
    WHOLE,
    ZERO,
    Value,
    fresh,
    join,
    unknown,
)
from seqscore_lint.flow.values import gather as side_by_side

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions


@operation("masked-fill")
def masked_fill(ip: Expressions, site: Site) -> Value:
    x, mask, value = as_scores(ip, site["x"]), site["mask"], site["value"]
    tags = set(x.tags)
    const = value.const
    if made := made_infinite(x, const):
        tags |= made
    elif x.kind == "logit" and "V" in x.axes and not isinstance(const, (int, float)):
        tags |= {"restricted"}
    elif const in (0, 0.0) and x.is_score:
        if x.kind == "prob" and "V" in x.axes:
            x = x.tagged("zeros")
        return _put_in_place(ip, site, masked(ip, site.node, x, mask, False, "zeroed"))
    if x.kind == "ids" and is_ignored(value):
        result = masked(
            ip, site.node, x.but(tags=x.tags | {"-100", *_ignored_by(mask)}), mask, False, "ignored"
        )
        return _put_in_place(ip, site, result)
    if x.kind == "ids" and (const == 0 or mask.has("ignored")):
        tags = tags - {"-100"} | {"clamped"}
    return _put_in_place(
        ip,
        site,
        x.but(vn=fresh(), tags=frozenset(tags), parts=(x, mask))
        if x.known
        else unknown(tags=frozenset(made)),
    )


@operation("masked-array")
def masked_array(ip: Expressions, site: Site) -> Value:
    """An array of numpy.ma: what its mask holds is left out."""
    return masked(ip, site.node, as_scores(ip, site["x"]), site["mask"], False, "selected")


def _put_in_place(ip: Expressions, site: Site, result: Value) -> Value:
    """What ``masked_fill_`` makes of its tensor; ``masked_fill`` makes a new one."""
    if site.fact("inplace"):
        where, written = (
            ("mask", "value") if site.signature.operation == "masked-fill" else ("index", "source")
        )
        ip.emit(events.Store(site.node, site["x"], site[where], site[written]))
        if (
            isinstance(site.node.func, ast.Attribute)
            and isinstance(site.node.func.value, ast.Name)
            and result.known
        ):
            ip.env[site.node.func.value.id] = result
        return result
    return result.untagged("param")


@operation("put-mask")
def put_mask(ip: Expressions, site: Site) -> Value:
    """np.putmask(x, mask, value): in place."""
    x = site["x"]
    ip.emit(events.Store(site.node, x, site["mask"], site["value"]))
    updated = _stored(ip, x, site["mask"], site["value"], site.node)
    if updated is not None and site.node.args:
        rebind(ip, site.node.args[0], updated)
    return unknown()


@operation("count-at")
def count_at(ip: Expressions, site: Site) -> Value:
    """np.add.at(table, places, 1): in place; np.bincount(ids): a new table."""
    if site.fact("fresh"):
        return unknown(parts=(site["x"],), tags=frozenset({"counted"}))
    table, place = site["x"], site.node.args[0] if site.node.args else None
    if table.has("filled") and table.ref == 0 and place is not None:
        rebind(ip, place, table.but(vn=fresh(), tags=table.tags | {"counted"}))
    return unknown()


@operation("set-at")
def set_at(ip: Expressions, site: Site) -> Value:
    """``x.at[places].set(value)``: the array with some places overwritten."""
    parts = site["x"].parts
    if len(parts) != 2:
        return unknown()
    base, index = parts
    ip.emit(events.Store(site.node, base.tagged("copied"), index, site["value"]))
    return _stored(ip, base, index, site["value"], site.node) or unknown()


@operation("fill-inplace")
def fill_inplace(ip: Expressions, site: Site) -> Value:
    ip.emit(events.Store(site.node, site["x"], unknown(), site["value"]))
    return site["x"]


@operation("clamp")
def clamp(ip: Expressions, site: Site) -> Value:
    x = as_column(ip, site["x"])
    low, high = site.const("low"), site.const("high")
    if site.fact("inplace") and x.kind == "ids":
        ip.emit(events.Store(site.node, x, Value("mask", 0, tags=frozenset({"ignored"})), site["low"]))
        if isinstance(site.node.func, ast.Attribute) and isinstance(site.node.func.value, ast.Name):
            ip.env[site.node.func.value.id] = x.but(vn=fresh(), tags=x.tags - {"-100"} | {"clamped"})
    if x.kind == "ids":
        return x.but(vn=fresh(), tags=x.tags - {"-100"} | {"clamped"})
    if x.kind == "length":
        return x.but(vn=fresh(), tags=x.tags | {"clamped"})
    if x.is_score or x.kind in ("num", "?", "int", "mask"):
        tags = x.tags | {"clamped"}
        if x.kind == "prob" and isinstance(low, float) and 0 < low < 0.01:
            tags |= {"eps-clamped"}
        if x.kind == "nll" and high is not None:
            tags |= {"bounded"}
        return x.but(
            vn=ip.number("clamp", x.vn, low if low is not MISSING else 0, high if high is not MISSING else 0),
            tags=frozenset(tags),
            parts=(x,),
        )
    return unknown()


@operation("where")
def where(ip: Expressions, site: Site) -> Value:
    condition, x, other = site["condition"], site["x"], site["y"]
    if not site.given("x"):
        return Value("index", fresh(), axes=condition.axes, parts=(condition,))
    x, other = as_scores(ip, x), as_scores(ip, other)
    if condition.kind == "mask" and {x.const, other.const} <= {0, 1} and x.const != other.const:
        return condition if x.const else invert(ip, site.node, condition)
    for score, fill in ((x, other), (other, x)):
        if is_array(score) and (
            fill.const is not MISSING or fill.kind in ("none", "num", "?") or fill.has("filled")
        ):
            tags = set(score.tags)
            const = fill.ref if fill.has("filled") and isinstance(fill.ref, float) else fill.const
            kept = score is x
            empty = const in (0, 0.0) or (fill.has("filled") and not isinstance(const, (int, float)))
            if empty and score.is_score:
                return masked(ip, site.node, score, condition, kept, "zeroed").untagged("param")
            if empty:
                tags |= {"masked"}
            if score.kind == "ids" and not is_ignored(fill) and (empty or condition.has("ignored")):
                tags = tags - {"-100"} | {"clamped"}
            if score.kind == "ids" and is_ignored(fill):
                tags |= {"-100", *_ignored_by(condition)}
                return masked(
                    ip, site.node, score.but(tags=frozenset(tags)), condition, kept, "ignored"
                ).untagged("param")
            tags |= made_infinite(score, const)
            return score.but(vn=fresh(), tags=frozenset(tags - {"param"}), parts=(score, condition))
    for rest, fill in ((x, other), (other, x)):
        if not rest.known and fill.const == -math.inf:
            return rest.but(vn=fresh(), tags=rest.tags | made_infinite(rest, fill.const))
    if {x.const, other.const} == {0.0, -math.inf}:  # to be added to logits
        return Value("num", fresh(), axes=condition.axes, tags=frozenset({"filled"}), ref=-math.inf)
    return join(x, other) if x.known and other.known else unknown()


def made_infinite(x: Value, const: object) -> set[str]:
    """What scores are that were overwritten in part with -inf, or with a large negative number."""
    if not isinstance(const, (int, float)):
        return set()
    if x.kind in ("logit", "logprob") and "V" in x.axes and (const == -math.inf or const < -1e3):
        return {"restricted", *({"minus-infinity"} if const == -math.inf else ())}
    infinite = x.kind in ("logprob", "nll", "?") and not math.isfinite(const)
    return {"minus-infinity", *({"nan-filled"} if math.isnan(const) else ())} if infinite else set()


def _ignored_by(mask: Value) -> set[str]:
    if mask.has("pad_token_id"):
        return {"pad-ignored", "pad-by-value"}
    if mask.kind == "mask" and mask.has("drop", "keep"):
        return {"pad-ignored"}
    return set()


@operation("scatter")
def scatter(ip: Expressions, site: Site) -> Value:
    """Values put back to their places, zeros elsewhere."""
    source, into = as_scores(ip, site["source"]), as_scores(ip, site["x"])
    if source.const is not MISSING and into.known:
        tags = into.tags | made_infinite(into, source.const)
        return _put_in_place(ip, site, into.but(vn=fresh(), tags=tags, parts=(into, site["index"])))
    source = source if source.is_score else into
    if not source.is_score:
        return unknown()
    if source.kind == "logit" and fills_out(into):
        return _put_in_place(ip, site, _put_back(source, into))
    zeros = source.kind == "prob" and not into.is_score
    return _put_in_place(
        ip, site, source.but(vn=fresh(), tags=source.tags | {"zeros"} if zeros else source.tags)
    )


def _put_back(logits: Value, into: Value) -> Value:
    """The logits of some tokens in their places, -inf in the others."""
    tags = logits.tags | {"restricted", *({"minus-infinity"} if into.ref == -math.inf else ())}
    axes = logits.axes if "V" in logits.axes else ("*", "V")
    return logits.but(vn=fresh(), axes=axes, pick="", tags=tags)


def store(ip: Expressions, target: ast.Subscript, value: Value) -> None:
    """``base[index] = value``."""
    base = ip.expr(target.value)
    index = (
        ip.expr(target.slice)
        if not isinstance(target.slice, (ast.Slice, ast.Tuple))
        else index_tuple(ip, target.slice)
    )
    if isinstance(index.const, str) and base.has("by-name"):
        base = unknown(base.vn, ref=base.ref)  # no array
    if ip.loops and base.kind == "dict":
        value = ip.in_turn(value, ip.loops[-1])
    ip.emit(events.Store(target, base, index, value))
    if isinstance(index.const, str):
        ip.emit(events.Assign(target, index.const, value))
    updated = _stored(ip, base, index, value, target)
    if updated is not None:
        rebind(ip, target.value, updated)


def rebind(ip: Expressions, node: ast.expr, value: Value) -> None:
    if isinstance(node, ast.Name):
        ip.env[node.id] = value
    elif isinstance(node, ast.Attribute):
        owner = ip.expr(node.value)
        if owner.kind == "self" or (owner.kind == "object" and ip.is_receiver(node.value)):
            ip.attributes.setdefault(owner.ref, {})[node.attr] = value
    elif isinstance(node, ast.IfExp):  # (done if ended else live).append(x)
        rebind(ip, node.body, value)
        rebind(ip, node.orelse, value)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        owner = ip.expr(node.value)
        key = ip.expr(node.slice) if not isinstance(node.slice, ast.Slice) else unknown()
        if isinstance(key.const, str) and owner.kind in ("dict", "encoding", "?"):
            kind = "dict" if owner.kind == "?" else owner.kind
            ip.env[node.value.id] = owner.but(kind=kind, fields={**(owner.fields or {}), key.const: value})


def _columns(ip: Expressions, index: Value, value: Value) -> dict[str, Value]:
    """What ``frame[["a", "b"]] = rows`` puts under each name: a column of what the rows hold there."""
    keys = [item.const for item in index.items or () if isinstance(item.const, str)]
    row = value.elem if value.kind == "list" else None
    if not keys or row is None or row.kind != "tuple" or len(row.items or ()) != len(keys):
        return {}
    columns = (as_array(ip, Value("list", fresh(), elem=item)) for item in row.items or ())
    return dict(zip(keys, columns))


def _stored(ip: Expressions, base: Value, index: Value, value: Value, target: ast.expr) -> Value | None:
    if index.kind == "list" and base.kind in ("?", "dict") and (columns := _columns(ip, index, value)):
        return base.but(kind="dict", fields={**(base.fields or {}), **columns})
    if base.kind in ("dict", "encoding") or (base.kind == "?" and isinstance(index.const, str)):
        if isinstance(index.const, str):
            kind = base.kind if base.kind != "?" else "dict"
            return base.but(kind=kind, fields={**(base.fields or {}), index.const: value})
        elem = value if base.elem is None else side_by_side(base.elem, value)
        return base.but(elem=elem, ref=index if base.kind == "dict" else base.ref)
    if (
        base.kind == "list"
        and is_zero(value)
        and index.const == 0
        and base.elem is not None
        and may_be_none(base.elem)
    ):
        return base.but(elem=none_as_zero(ip, target, base.elem), items=None)
    if base.kind == "list":
        return base.but(elem=value if base.elem is None else join(base.elem, value), items=None)
    if base.kind == "ids":
        tags = set(base.tags)
        last = index.items[-1] if index.kind == "tuple" and index.items else index
        if last.const == -1:
            tags |= {"last-set"}
        if is_ignored(value):
            tags |= {"-100", *_ignored_part(index)}
        elif index.kind == "mask" and (value.const is not MISSING or index.has("ignored")):
            tags = tags - {"-100"} | {"clamped"}
        if last.kind == "slice" and last.items and value.span is not None:
            low = bound_of(last.items[0]) or ZERO
            if value.span.start.minus(low) == 1:
                tags |= {"moved"}  # labels[:, a - 1 : b - 1] = ids[:, a:b]
        if index.kind == "mask" and is_ignored(value):
            ip.emit(events.Mask(target, base, index, False, base.tagged("-100")))
        return base.but(tags=frozenset(tags), vn=ip.number("stored", base.vn, target.lineno))
    if base.kind == "num" and base.fields is not None and isinstance(index.const, int):
        return base.but(fields={**base.fields, str(index.const): value})
    if base.kind == "mask" or base.has("filled"):
        tags = set(base.tags)
        if value.const in (0, False, 0.0):
            other = index.kind == "mask" and not index.has("attention")
            tags |= {"zeroed", *({"prompt-cut"} if other or _is_prefix(index) else ())}
        elif (
            base.kind == "mask"
            and value.const is MISSING
            and not (value.has("attention") and not value.items)
        ):
            tags |= {"prompt-cut"}  # other conditions than padding
        if base.kind == "mask" and base.has("zeros") and value.const == 1 and _is_prefix(index):
            # Only what comes before a position is kept: as if made by a comparison with it.
            last = index.items[-1] if index.kind == "tuple" and index.items else index
            parts = (base, (last.items or (base, base))[1])
            return base.but(
                tags=frozenset(tags | {"by-position", "prefix"}),
                ref="<",
                parts=parts,
                made=target,
                vn=fresh(),
            )
        if value.has("counter") and base.ref == 0:
            tags |= {"counted"}
        if value.kind == "logit" and fills_out(base):
            return _put_back(value, base)
        if not value.known and base.ref == -math.inf:
            return unknown(tags=frozenset({"minus-infinity"}))
        if base.kind != "mask" and (scores := as_column(ip, value)).is_score:
            return _scores_written(base, index, scores)
        if base.has("filled") and base.kind != "mask" and value.const == 1 and _is_prefix(index):
            if (bound := _left_out(index)) is not None:
                tags = {"by-position", "prefix"}
                return Value("mask", fresh(), axes=("T",), span=WHOLE, tags=frozenset(tags), ref="<", parts=(base, bound), made=target)  # fmt: skip
            return Value(
                "mask", fresh(), axes=("B", "T"), span=WHOLE, tags=frozenset({"attention", "keep", "written"})
            )
        if base.has("filled") and base.kind != "mask" and value.kind in ("?", "ids", "list"):
            return _rows_written(base, index, value)
        return base.but(tags=frozenset(tags), vn=fresh())
    if base.is_score:
        const = value.const
        tags = set(base.tags)
        if (
            base.kind in ("logit", "logprob")
            and isinstance(const, (int, float))
            and (const == -math.inf or const < -1e3)
        ):
            tags |= {"minus-infinity"} if const == -math.inf and not _is_of_mask_token(index) else set()
            tags |= set() if _is_remainder(index) or _is_one_special(index) else {"restricted"}
        elif const in (0, 0.0) and index.has("predicate") and base.has("none-first"):
            return none_as_zero(ip, target, base)  # None became NaN, and NaN 0
        elif const in (0, 0.0):
            return masked(ip, target, base, index, False, "zeroed")
        elif isinstance(const, float) and math.isnan(const):
            tags |= made_infinite(base, const)
        return base.but(tags=frozenset(tags), vn=fresh())
    if not base.known and value.const == -math.inf:
        return base.but(tags=base.tags | made_infinite(base, value.const), vn=fresh())
    return None


def _left_out(index: Value) -> Value | None:
    """The bound of a slice ``[: n_prompt]`` that ends where what does not count ends, by its name."""
    last = index.items[-1] if index.kind == "tuple" and index.items else index
    bound = (last.items or (last, last))[1]
    spelled = isinstance(bound.ref, str) and names.counts(bound.ref) and names.side(bound.ref) == "drop"
    return bound if spelled else None


def _scores_written(base: Value, index: Value, scores: Value) -> Value:
    """An array of one number into which scores were written: that number is left behind shorter rows."""
    last = index.items[-1] if index.kind == "tuple" and index.items else index
    if index.kind != "tuple" or last.kind != "slice" or scores.level != "token":
        tags = scores.tags | {"zeros"} if scores.kind == "prob" and base.ref == 0 else scores.tags
        axes = ("*", "V") if scores.axes[-1:] == ("V",) else UNKNOWN_AXES
        return scores.but(axes=axes, vn=fresh(), tags=tags)
    tags = scores.tags | made_infinite(scores, base.ref) | {"padded-by-hand", "written"}
    return scores.but(axes=("B", "T"), vn=fresh(), span=None, tags=tags)


def _rows_written(base: Value, index: Value, value: Value) -> Value:
    """An array into which rows of their own lengths were written: padded by hand, if these are token ids."""
    last = index.items[-1] if index.kind == "tuple" and index.items else index
    if index.kind != "tuple" or last.kind != "slice" or not last.items:
        return unknown()
    low, high = last.items[:2]
    sides = (
        {"padded"}
        if low.kind == "none" or low.const == 0
        else {"padded", "padded-left"}
        if high.kind == "none"
        else set()
    )
    if not sides:
        return unknown()
    vn = fresh()
    written = unknown(vn, origin=vn, span=WHOLE, tags=frozenset({"written", *sides}), ref=base.ref)
    return written.but(kind="ids", axes=("B", "T"), trust=LIKELY) if value.kind == "ids" else written


def _is_remainder(index: Value) -> bool:
    """``[..., n:]``: the rows that pad a vocabulary to a round size."""
    last = index.items[-1] if index.kind == "tuple" and index.items else index
    return (
        last.kind == "slice"
        and last.items is not None
        and last.items[0].kind != "none"
        and last.items[1].kind == "none"
    )


def _is_of_mask_token(index: Value) -> bool:
    """``[..., mask_id]``: the token that stands for what a model fills in, and is in no text that is scored."""
    last = index.items[-1] if index.kind == "tuple" and index.items else index
    return isinstance(last.ref, str) and names.speaks_of_mask_token(last.ref)


def _is_one_special(index: Value) -> bool:
    """``[..., pad_token_id]``: one token that never is a text's."""
    last = index.items[-1] if index.kind == "tuple" and index.items else index
    named = isinstance(last.ref, str) and last.ref.endswith("token_id")
    return last.kind == "int" or named or _is_of_mask_token(index)


def _is_prefix(index: Value) -> bool:
    parts = index.items if index.kind == "tuple" and index.items else (index,)
    last = parts[-1]
    return (
        last.kind == "slice"
        and last.items is not None
        and last.items[0].kind == "none"
        and last.items[1].kind != "none"
    )


def _ignored_part(index: Value) -> set[str]:
    """Which tokens are set to -100: the prompt, the padding, or something else."""
    if index.kind == "mask":
        return {"pad-ignored"} | ({"pad-by-value"} if index.has("pad_token_id") else set())
    if _is_prefix(index):
        return {"prompt-ignored"}
    return {"partly-ignored"}
