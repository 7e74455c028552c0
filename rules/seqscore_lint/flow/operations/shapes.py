"""Operations that keep the numbers and change their arrangement."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow import names
from seqscore_lint.flow.knowledge.signature import row
from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.operations.arithmetic import is_ignored, joined_tags, none_as_zero
from seqscore_lint.flow.operations.forward import as_ids, as_scores
from seqscore_lint.flow.operations.iteration import element
from seqscore_lint.flow.operations.places import is_array
from seqscore_lint.flow.operations.reducing import are_candidates, as_array, list_axis, numbers
from seqscore_lint.flow.operations.writing import made_infinite
from seqscore_lint.flow.values import (
    LIKELY,
    MISSING,
    UNKNOWN_AXES,
    WHOLE,
    Affine,
    Value,
    axis_index,
    fresh,
    unknown,
)

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions

_HALF = ("float16", "bfloat16", ".half")
_FULL = ("float32", "float64", ".float", ".double", "builtins.float", "float")


@operation("parameter")
def parameter(ip: Expressions, site: Site) -> Value:
    """What training sets."""
    return site["x"].tagged("learned")


@operation("keep", "opaque-order")
def keep(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if site.fact("number") and isinstance(x.const, str):
        return _number(x.const)
    if not x.known or x.kind == "none":
        return x
    if site.fact("number") and x.axes == ("*", "V") and isinstance(site.node.args[0], ast.Subscript):
        return x.but(axes=(), pick=x.pick or "?")  # one entry, since it is a number
    if site.fact("fresh"):
        return x.but(
            tags=x.tags - {"param", "param-batch", "from-batch"} | {"clone"},
            vn=ip.number("clone", x.vn, site.node.lineno),
        )
    if site.fact("tag"):
        return x.tagged(site.fact("tag"))
    if site.fact("copies") and x.kind in ("ids", "mask"):
        return x.tagged("copied")
    if site.fact("zero_nan") and x.kind == "logprob" and x.has("none-first") and site.const("fill", 0.0) == 0:
        return none_as_zero(ip, site.node, x)
    return x


def _number(text: str) -> Value:
    """float("-inf") and the like."""
    try:
        return Value("num", fresh(), const=float(text), axes=())
    except ValueError:
        return unknown()


def _converted_model(ip: Expressions, site: Site, model: Value) -> Value:
    """model.half(), model.to(torch.bfloat16): in place, whatever becomes of the result."""
    spelled = [
        site.fact("dtype") or "",
        *(str(v.ref) for v in (*site.args, *site.keywords.values()) if isinstance(v.ref, str)),
    ]
    if not any(word in name for name in spelled for word in (*_HALF, "half")):
        return model
    from seqscore_lint.flow.operations.writing import rebind

    model = model.tagged("half")
    if isinstance(site.node.func, ast.Attribute):
        rebind(ip, site.node.func.value, model)
    return model


@operation("convert")
def convert(ip: Expressions, site: Site) -> Value:
    """to(dtype), float(), np.array(list): the numbers stay."""
    x = as_scores(ip, site["x"])
    if x.kind == "model":
        return _converted_model(ip, site, x)
    if x.kind in ("list", "mapped", "tuple"):
        if x.kind == "tuple" and x.items and x.elem is None:
            return unknown()
        source = x
        x = as_array(ip, x)
        if x.kind == "?" and source.items and all(i.const is not MISSING for i in source.items):
            return Value("num", fresh(), parts=(source,), axes=("?",), tags=frozenset({"literal"}))
        if source.items is not None and len(source.items) == 1:
            x = x.tagged("single")
    if x.kind == "dict-values":
        return unknown()
    dtype = site.fact("dtype")
    spelled = next(
        (
            v
            for v in (*site.args, *site.keywords.values())
            if (v.kind == "ref" and isinstance(v.ref, str)) or isinstance(v.const, str)
        ),
        None,
    )
    if spelled is not None:
        name = spelled.ref if isinstance(spelled.ref, str) else str(spelled.const)
        if name in _BOOLEAN:
            dtype = "bool"
        elif any(word in name for word in _HALF):
            dtype = "half"
        elif (
            any(word in name for word in ("float32", "float64", "torch.float", "torch.double"))
            or name in _FULL
        ):
            dtype = "full"
    if (site.fact("boolean") or dtype == "bool") and (x.kind == "ids" or not x.known):
        return _as_booleans(site, x)
    if x.is_score and dtype == "half":
        return x.but(tags=x.tags | {"half"}, vn=ip.number("half", x.vn)).step(
            *ip.place(site.node), "half precision"
        )
    if x.is_score and dtype == "full":
        return x.untagged("half")
    return x.tagged("copied") if x.kind in ("ids", "mask") else x


_BOOLEAN = frozenset({"bool", "torch.bool", "numpy.bool_", "jax.numpy.bool_", "tensorflow.bool"})


def _as_booleans(site: Site, x: Value) -> Value:
    """Token ids as booleans are false where the id is 0; something else that is called after tokens is their mask."""
    tags = {"keep", "by-value", "zero"} if x.kind == "ids" else {"by-name", names.side(str(x.ref))}
    if "" in tags:
        return x
    cuts = x.tags & {"cut-front", "cut-back"}
    return Value("mask", fresh(), axes=x.axes, parts=(x,), tags=frozenset(tags | cuts), origin=x.origin, span=x.span,
                 made=site.node, trust=LIKELY)  # fmt: skip


@operation("series")
def series(ip: Expressions, site: Site) -> Value:
    """polars.Series(name, values), where the name may be left out."""
    values = site["x"] if site.given("x") else site["name"]
    return as_array(ip, values) if values.kind in ("list", "tuple") else values


@operation("squeeze")
def squeeze(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if not is_array(x):
        return _reshaped(x)
    axis, given = site.axis()
    if not given:
        axes = tuple(a for a in x.axes if a not in ("1",))
        if axes[:1] == ("B",) and x.has("row"):
            axes = axes[1:]
        # A batch of one loses its axis too; whether it is one is not known.
        axes = (("*", "V") if axes[-1] == "V" else UNKNOWN_AXES) if "B" in axes else axes
    else:
        position = axis_index(x.axes, axis) if axis is not None else None
        if position is None:
            axes = UNKNOWN_AXES if x.axes[-1:] != ("V",) or axis == -1 else ("*", "V")
        elif x.axes[position] in ("1", "?", "B"):
            axes = (*x.axes[:position], *x.axes[position + 1 :])
        elif x.axes[position] == "V" and x.kind == "logit":
            # A single score a row: no vocabulary has one entry.
            return x.rearranged(axes=UNKNOWN_AXES, vn=ip.number("squeeze", x.vn, axis)).but(
                domain="classifier"
            )
        else:
            axes = x.axes
    return x.rearranged(axes=axes, vn=ip.number("squeeze", x.vn, axis))


@operation("unsqueeze")
def unsqueeze(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if x.kind == "list":
        x = as_array(ip, x)
    if not is_array(x):
        return x if x.known else x.tagged("axis-added")
    axis, _given = site.axis()
    tags = x.tags
    if axis is None:
        axes = UNKNOWN_AXES
    elif axis == -1:
        axes = (*x.axes, "1")
    elif axis < 0:
        position = len(x.axes) + axis + 1
        axes = (*x.axes[:position], "1", *x.axes[position:]) if position > 0 else UNKNOWN_AXES
    elif x.axes[:1] == ("*",):
        axes = ("*", *x.axes[1:]) if x.axes[-1:] == ("V",) else UNKNOWN_AXES
        if x.axes == UNKNOWN_AXES and x.kind == "ids":
            axes = ("*", "1") if axis > 0 else UNKNOWN_AXES
    else:
        axes = (*x.axes[:axis], "1", *x.axes[axis:])
    return x.rearranged(axes=axes, vn=ip.number("unsqueeze", x.vn, axis), tags=tags)


def _dims(site: Site) -> list[Value]:
    shape = site.roles.get("shape") or site.roles.get("dims")
    if shape is None:
        return []
    if shape.items is not None:
        return list(shape.items)
    return [shape, *site.extra]


@operation("reshape")
def reshape(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    dims = _dims(site)
    if not is_array(x):
        return (
            x
            if x.known
            else _reshaped(x).tagged(*(["matrix"] if len(dims) == 2 and dims[1].const != 1 else []))
        )
    vn = ip.number("reshape", x.vn, *(d.vn for d in dims))
    if len(dims) == 1 and dims[0].const == -1:
        axes: tuple[str, ...] = ("N",) if x.axes[-1:] != ("V",) else UNKNOWN_AXES
        if x.axes in (("T",), ("T", "1"), ("B", "1")):
            axes = x.axes[:1]
        return x.rearranged(axes=axes, vn=vn)
    if len(dims) == 2 and "V" in x.axes and x.axes[-1] == "V" and dims[0].const == -1:
        return x.rearranged(axes=("N", "V") if x.axes != ("T", "V") else ("T", "V"), vn=vn)
    if len(dims) == 2 and dims[1].const == 1:
        return x.rearranged(axes=("N", "1"), vn=vn)
    if len(dims) == 2 and dims[1].const == -1 and x.axes and x.axes[-1] != "V":
        return x.rearranged(axes=("B", "T"), vn=vn)
    same = len(dims) == len(x.axes) and "*" not in x.axes and len(dims) >= 2 and x.axes[0] != "N"
    if same and not (x.axes[-1] == "V" and dims[-1].ref == "len"):
        return x.rearranged(vn=vn)
    if len(dims) == 2 and x.axes in (("N",), ("*",)) and x.pick == "chosen":
        return x.rearranged(axes=("B", "T"), vn=vn)
    if site.name == ".view_as" or (dims and dims[0].kind == "shape"):
        like = dims[0].parts[0] if dims and dims[0].parts else site.extra[0] if site.extra else None
        if like is not None and like.axes != UNKNOWN_AXES and "V" not in like.axes:
            return x.rearranged(axes=like.axes, vn=vn)
        return x.rearranged(axes=("B", "T") if x.pick == "chosen" else UNKNOWN_AXES, vn=vn)
    if dims and len(dims) >= 2 and x.axes[-1:] == ("V",) and _keeps_last(dims[-1]):
        return x.rearranged(axes=("*", "V"), vn=vn)
    return x.rearranged(axes=UNKNOWN_AXES, vn=vn, tags=x.tags | {"reshaped"})


def _reshaped(x: Value) -> Value:
    """Something unknown in another shape, of whose axes nothing is known any more."""
    return x if x.known else x.untagged("cut-second", "of-rows", "axis-added")


def _keeps_last(dim: Value) -> bool:
    return (isinstance(dim.ref, str) and dim.ref in ("size:V",)) or dim.ref == "vocab_size"


@operation("flatten")
def flatten(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if not is_array(x):
        return _reshaped(x)
    start, stop = site.const("start", 0), site.const("stop", -1)
    vn = ip.number(
        "flatten", x.vn, start if isinstance(start, int) else 0, stop if isinstance(stop, int) else 0
    )
    if x.axes[-1:] == ("V",):
        kept = stop == -2 or stop == (1 if x.axes[0] == "*" else len(x.axes) - 2)
        return x.rearranged(axes=("N", "V") if kept else UNKNOWN_AXES, vn=vn)
    return x.rearranged(
        axes=("N",)
        if start == 0 and stop == -1 and x.axes != ("T",)
        else x.axes
        if start == 0
        else UNKNOWN_AXES,
        vn=vn,
    )


@operation("permute")
def permute(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if x.kind == "matrix":
        return transpose_last(ip, site)
    if not is_array(x):
        return _reshaped(x)
    order = [d.const for d in _dims(site)]
    if "*" not in x.axes and len(order) == len(x.axes) and all(isinstance(d, int) for d in order):
        return x.rearranged(axes=tuple(x.axes[d] for d in order), vn=fresh())
    return x.rearranged(axes=UNKNOWN_AXES, vn=fresh(), tags=x.tags | {"reshaped"})


@operation("transpose")
def transpose(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if x.kind == "matrix":
        return transpose_last(ip, site)
    if not is_array(x):
        return _reshaped(x)
    a, b = site.const("a"), site.const("b")
    if isinstance(a, int) and isinstance(b, int):
        i, j = axis_index(x.axes, a), axis_index(x.axes, b)
        if i is not None and j is not None:
            axes = list(x.axes)
            axes[i], axes[j] = axes[j], axes[i]
            return x.rearranged(axes=tuple(axes), vn=fresh())
        if x.axes == ("*", "V") and {a, b} == {1, 2}:
            return x.rearranged(axes=("B", "V", "T"), vn=fresh())
    return x.rearranged(axes=UNKNOWN_AXES, vn=fresh(), tags=x.tags | {"reshaped"})


@operation("transpose-last")
def transpose_last(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    return (
        x.rearranged(axes=tuple(reversed(x.axes)) if "*" not in x.axes else UNKNOWN_AXES, vn=fresh())
        if is_array(x) or x.kind == "matrix"
        else x
    )


@operation("expand")
def expand(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if not is_array(x):
        return _reshaped(x).tagged("expanded")
    x = x.tagged("expanded", *(["copied"] if site.fact("copies") else []))
    return x.rearranged(axes=UNKNOWN_AXES if x.axes[-1:] != ("V",) else ("*", "V"), vn=fresh())


@operation("roll")
def roll(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if not is_array(x):
        if x.kind == "int" and x.axes:  # numbers that were looked up
            return x.but(vn=fresh(), tags=x.tags | {"rolled"}, made=site.node)
        return unknown(tags=frozenset({"rolled"}), made=site.node) if not x.known else x
    return x.but(
        vn=fresh(),
        tags=x.tags - {"param", "cut-back", "cut-front"} | {"rolled"},
        span=None,
        parts=(x, site["shifts"]),
        made=site.node,
    )


_LOGARITHMS = Value("logprob", axes=("B", "T"), pick="?", trust=LIKELY)
"""Rows of unknown numbers that are filled up with -inf."""


@operation("pad-sequence")
def pad_sequence(ip: Expressions, site: Site) -> Value:
    """Rows of different lengths, filled up."""
    x = site["x"]
    elem = x.elem if x.kind == "list" and x.elem is not None else unknown()
    side = site.const("side", site.fact("side"))
    sides = {"padded", "padded-left"} if side in ("left", "pre") else {"padded"}
    if elem.kind in ("mask", "num") or elem.has("filled"):
        return Value("mask", fresh(), axes=("B", "T"), span=WHOLE, tags=frozenset({"attention", "keep"}))
    if elem.is_score:
        axes = ("B", *elem.axes) if "*" not in elem.axes else UNKNOWN_AXES
        tags = elem.tags | {"padded-by-hand"} | made_infinite(elem, site["value"].const)
        return elem.but(vn=fresh(), axes=axes, span=None, parts=(x,), tags=tags)
    if not elem.known and (infinite := made_infinite(_LOGARITHMS, site["value"].const)):
        return _LOGARITHMS.but(vn=fresh(), tags=frozenset({"padded-by-hand", *infinite}), parts=(x,))
    kept = elem.tags & {"composed", "joined", "moved", "tokenised"}
    tags = frozenset({*sides, *kept, *(elem.tags & {"-100"})})
    if is_ignored(site["value"]):
        tags = frozenset({"-100", *kept})
    vn = fresh()
    return Value("ids", vn, axes=("B", "T"), origin=vn, span=WHOLE, tags=tags, trust=LIKELY)


@operation("pad")
def pad(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if not is_array(x):
        return unknown()
    vn = fresh()
    moved = x.kind == "ids" and not _adds_behind(site["width"])
    origin = vn if moved else x.origin
    return x.but(vn=vn, origin=origin, span=None, tags=x.tags - {"param"} | {"padded-by-hand"})


def _adds_behind(width: Value) -> bool:
    """``(0, n)``: nothing is put in front of the last axis, so that every token keeps its place."""
    return bool(width.items and width.items[0].const == 0)


@operation("round")
def round_(ip: Expressions, site: Site) -> Value:
    x = numbers(ip, site["x"])
    if not x.known:
        return unknown(parts=(x,), tags=frozenset({"rounded"}), ref=x.ref)
    if _is_shared_out(x):
        return unknown(parts=(x,))
    return ip.derive(x, site.node, "rounded", tags=x.tags | {"rounded"}, parts=(x,)) if x.is_score else x


def _is_shared_out(x: Value) -> bool:
    """Whether it is a distribution times a total: whole numbers made of it are frequencies, such as a coder uses."""
    return x.kind == "prob" and x.has("scaled") and not x.pick and not x.reduced


@operation("to-int")
def to_int(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if _is_shared_out(x):
        return unknown(parts=(x,))
    if x.is_score:
        return ip.derive(x, site.node, "truncated to an integer", tags=x.tags | {"rounded"}, parts=(x,))
    return x


@operation("filled")
def filled(ip: Expressions, site: Site) -> Value:
    fill = site.fact("value", MISSING)
    if fill is MISSING and site.given("value"):
        fill = site["value"].const
    like = site.roles.get("x")
    if like is not None and like.kind in ("ids", "mask") and fill in (0.0, 1.0):
        return Value(
            "mask",
            fresh(),
            axes=like.axes,
            span=like.span,
            origin=like.origin,
            tags=frozenset({"filled", "ones" if fill else "zeros"}),
        )
    if fill == -100 or (site.given("value") and is_ignored(site["value"])):
        vn = fresh()
        return Value("ids", vn, axes=like.axes if like is not None else UNKNOWN_AXES, origin=like.origin if like is not None else vn,
                     tags=frozenset({"-100", "filled", "partly-ignored", "clone"}))  # fmt: skip
    single = not site.given("shape") or site["shape"].items == () or site["shape"].const == 1
    const = fill if fill in (0.0, 1.0) and single else MISSING
    return Value(
        "num",
        fresh(),
        axes=UNKNOWN_AXES,
        tags=frozenset({"filled", "of-nothing"} if site["shape"].const == 0 else {"filled"}),
        const=const,
        ref=fill if fill is not MISSING else None,
        fields={} if fill == 0 and site["shape"].const in _RECORDS else None,
    )


_RECORDS = range(2, 7)
"""So many zeros are most likely totals of different things: ``sums = torch.zeros(2)``."""


def _filling(value: Value) -> float | None:
    """The number that an array is filled with."""
    if not value.has("filled"):
        return None
    if value.kind == "mask":
        return 1.0 if value.has("ones") else 0.0 if value.has("zeros") else None
    return value.ref if isinstance(value.ref, float) else None


def _wraps(items: tuple[Value, ...]) -> bool:
    """``[ids[1:], ids[:1]]``"""
    if (
        len(items) != 2
        or any(i.kind != "ids" or i.span is None for i in items)
        or items[0].origin != items[1].origin
    ):
        return False
    rest, first = items[0].span, items[1].span
    one = Affine(None, 1)
    return (
        rest is not None
        and first is not None
        and rest.start == one
        and rest.stop is None
        and first.stop == one
    )


def _as_array(value: Value) -> Value:
    """What is joined as arrays is no text, whatever it is called."""
    if value.kind != "text" or value.const is not MISSING or not value.has("param"):
        return value
    return Value("ids", value.vn, axes=("T",), origin=value.vn, span=WHOLE, trust=LIKELY, ref=value.ref)


@operation("concat")
def concat(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    axis, _given = site.axis()
    if x.kind not in ("list", "tuple"):
        return x if is_array(x) else unknown()
    items = tuple(map(_as_array, x.items)) if x.items is not None else None
    if items is not None and not any(i.known for i in items) and _wraps(tuple(as_ids(i) or i for i in items)):
        return unknown(tags=frozenset({"rolled"}), made=site.node)
    if items is not None and any(i.kind == "ids" for i in items):
        vn = ip.number("concat", *(i.vn for i in items))
        ip.joins[vn] = items
        joined = next(i for i in items if i.kind == "ids")
        ignored = any(i.has("-100") or i.ref == -100 or is_ignored(i) for i in items)
        if _wraps(items):
            return items[0].but(
                vn=vn, span=None, tags=items[0].tags - {"cut-front"} | {"rolled"}, made=site.node
            )
        tags = set(joined_tags(*items)) | ({"-100", "partly-ignored"} if ignored else set())
        if items[0].kind == "ids" and items[0].has("cut-front") and not items[0].has("cut-back"):
            first = items[0].span.start if items[0].span is not None else None
            tags |= (
                {"moved"}
                if first == Affine(None, 1) and len(items) == 2 and not items[1].has("cut-back")
                else set()
            )
        return Value(
            "ids",
            vn,
            axes=joined.axes if axis != 1 else ("B", "T"),  # who joins along a second axis has one
            origin=vn,
            span=WHOLE,
            parts=items,
            tags=frozenset(tags),
            trust=joined.trust,
        )
    elem = x.elem
    if elem is None:
        return unknown()
    if items is not None and all(not i.known and isinstance(i.ref, str) for i in items):
        vn = ip.number("concat", *(i.vn for i in items))
        ip.joins[vn] = items
        return unknown(vn, origin=vn, span=WHOLE, parts=items, tags=joined_tags(*items))
    if items is not None and {_filling(i) for i in items} == {
        0.0,
        1.0,
    }:  # ones, and zeros where nothing counts
        return Value("mask", fresh(), tags=frozenset({"keep", "joined", "filled"}))
    if elem.kind == "mask":
        return elem.but(vn=fresh(), span=None, tags=elem.tags - {"param"} | {"joined"}, origin=None)
    if items is not None and len({i.kind for i in items}) > 1:
        scores = [i for i in items if i.is_score]
        if len(scores) == 1 and all(
            i.has("filled") or i.const is not MISSING for i in items if not i.is_score
        ):
            return scores[0].but(vn=fresh(), span=None, tags=scores[0].tags | {"padded-by-hand"})
        return unknown()
    if not elem.is_score:
        return unknown()
    axes = elem.axes
    if axes == () or axes == UNKNOWN_AXES:
        axes = (list_axis(elem),) if axes == () else axes
    return elem.but(
        vn=ip.number("concat", x.vn), axes=axes, span=None, parts=(x,), tags=elem.tags | {"listed"}
    )


@operation("stack")
def stack(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if x.kind not in ("list", "tuple") or x.elem is None:
        return x if is_array(x) else unknown()
    elem = x.elem
    if not (elem.is_score or elem.kind in ("ids", "mask")):
        return unknown(parts=(x,), origin=elem.origin, span=elem.span, tags=elem.tags)
    axis, _given = site.axis()
    name = list_axis(elem) if not elem.has("different-models") else "?"
    if "*" in elem.axes:
        axes: tuple[str, ...] = ("*", "V") if elem.axes[-1:] == ("V",) else UNKNOWN_AXES
        if axes == ("*", "V") and isinstance(x.ref, Value) and x.ref.kind == "generated":
            axes = ("B", "T", "V")
    else:
        position = (
            axis if axis is not None and axis >= 0 else (0 if axis is None else len(elem.axes) + axis + 1)
        )
        axes = (*elem.axes[:position], name, *elem.axes[position:])
    result = elem.rearranged(
        vn=ip.number("stack", x.vn, axis),
        axes=axes,
        parts=(x,),
        tags=elem.tags - {"maybe"} | {"listed"},
        steps=x.steps or elem.steps,
    )
    if x.items is not None and len(x.items) == 1:
        result = result.tagged("single")
    return result.but(pick="subset", axes=("C",)) if are_candidates(x) else result


@operation("one-hot")
def one_hot(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    return Value("onehot", fresh(), parts=(x,), axes=UNKNOWN_AXES, span=x.span, origin=x.origin)


@operation("smooth-labels")
def smooth_labels(ip: Expressions, site: Site) -> Value:
    """One-hot labels that give some of their weight to all other classes."""
    return site["x"].but(vn=fresh(), tags=site["x"].tags | {"smoothed"})


@operation("value-and-grad")
def value_and_grad(ip: Expressions, site: Site) -> Value:
    """A function that returns what the given one returns, and its gradient."""
    function = site["function"]
    if function.kind != "function":
        return unknown()
    return Value("callable", fresh(), ref=(_GRADED, {"function": function}))


@operation("graded")
def graded(ip: Expressions, site: Site) -> Value:
    return Value("tuple", fresh(), items=(ip.apply(site["function"], site.args, site.node), unknown()))


@operation("opaque", "opaque-call", "context", "sample-ids", "text-bytes-len")
def opaque(ip: Expressions, site: Site) -> Value:
    return unknown(parts=site.args)


@operation("print")
def print_(ip: Expressions, site: Site) -> Value:
    ip.show(site.node, site.args)
    return Value("none", 0, const=None)


@operation("wrap")
def wrap(ip: Expressions, site: Site) -> Value:
    return site["function"]


@operation("vmap")
def vmap(ip: Expressions, site: Site) -> Value:
    """A function of one row, made one of a batch."""
    function = site["function"]
    if function.kind != "function":
        return function
    return Value("callable", fresh(), ref=(_MAPPED, {"function": function, "axes": site["axes"]}))


@operation("mapped")
def mapped(ip: Expressions, site: Site) -> Value:
    """A call of such a function: every argument loses its first axis, and the result has it again."""
    function, axes = site["function"], site["axes"].items
    rows = tuple(
        value
        if axes is not None and i < len(axes) and axes[i].kind == "none"
        else element(ip, value, site.node)
        for i, value in enumerate(as_scores(ip, v) for v in site.args)
    )
    result = ip.apply(function, rows, site.node)
    if not is_array(result):
        return result
    return result.rearranged(axes=("B", *result.axes) if "*" not in result.axes else UNKNOWN_AXES)


_MAPPED = row("mapped", "x")
_GRADED = row("graded")
_WRAP = row("wrap", "function")


@operation("memoise")
def memoise(ip: Expressions, site: Site) -> Value:
    """functools.cache(f), lru_cache(f), and lru_cache(size), which is then called on f."""
    function = site["function"]
    if not site.args or isinstance(function.const, int):
        return Value("callable", fresh(), ref=(_WRAP, {}))
    return function if function.kind == "function" else unknown()
