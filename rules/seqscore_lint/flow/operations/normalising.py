"""softmax, log_softmax, exp, log and element-wise functions."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING

from seqscore_lint.flow import events, names
from seqscore_lint.flow.knowledge.signature import row
from seqscore_lint.flow.operations import Site, layers, operation
from seqscore_lint.flow.operations.forward import as_ids
from seqscore_lint.flow.operations.reducing import numbers
from seqscore_lint.flow.values import (
    LIKELY,
    MISSING,
    UNKNOWN_AXES,
    Value,
    axis_index,
    axis_name,
    fresh,
    unknown,
)

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions

_KEPT = frozenset(
    {
        "half",
        "member",
        "warped",
        "fixed-temperature",
        "restricted",
        "rolled",
        "padded",
        "padded-left",
        "wrong-rows",
        "param",
        "processed",
        "last-position",
        "single",
        "minus-infinity",
        "sampled",
    }
)


@operation("softmax")
def softmax(ip: Expressions, site: Site) -> Value:
    log = bool(site.fact("log", False))
    function = "log_softmax" if log else "softmax"
    x = numbers(ip, site["x"])
    axis, given = site.axis()
    default = site.fact("default")
    if not given and default is not None and default != "all":
        axis = default
    if "temperature" in site.keywords:
        x = x.tagged("warped")
    dtype = site["dtype"]
    tags = (x.tags & _KEPT) | {"normalised"} | ({"warped"} if x.has("tempered") else set())
    if isinstance(dtype.ref, str) and "float32" in dtype.ref:
        tags -= {"half"}
    elif isinstance(dtype.ref, str) and dtype.ref.endswith(("float16", "half")):
        tags |= {"half", "half-normalised"}
    elif x.has("half"):
        tags |= {"half-normalised"}
    axes = x.axes
    if axes == UNKNOWN_AXES and (axis == -1 or (axis is None and default is None)):
        axes = ("*", "V")
    elif axes == UNKNOWN_AXES and axis is None:
        axes = ("V",)  # of the whole array: a row, unless it is a bug
    elif axis == 1 and (axes == ("*", "V") or (axes == UNKNOWN_AXES and x.has("matrix"))):
        axes = ("?", "V")
    elif axes == UNKNOWN_AXES and axis == 2:
        axes = ("B", "T", "V")
    elif axis is not None and axis_name(axes, axis) == "?" and (place := axis_index(axes, axis)) is not None:
        axes = (*axes[:place], "V", *axes[place + 1 :])  # what is normalised over
    if x.kind in ("logprob", "nll") and x.reduced:
        tags |= {"over-candidates"}
    elif x.pick in ("subset", "fixed", "topk", "chosen", "max") or x.has("restricted"):
        tags |= {"restricted"}
    result = Value(
        "logprob" if log else "prob", ip.number(function, x.vn, axis), axes=axes, domain=x.domain, span=x.span, pos=x.pos,
        origin=x.origin, tags=frozenset(tags), steps=x.steps, parts=(x,), pick="" if x.pick != "subset" else "subset",
        trust=_trust(x), ref=axis, made=site.node,
    ).step(*ip.place(site.node), f"{function} over axis {axis}" if axis is not None else f"{function} without an axis")  # fmt: skip
    if not given and default == "all":
        result = result.but(tags=result.tags | {"whole-array"}, made=site.node)
    ip.emit(
        events.Normalise(
            site.node,
            function,
            x,
            axis,
            given or default not in (None, "all"),
            site.signature.library,
            result,
        )
    )
    return result


def _trust(x: Value) -> int:
    """What is called logits, and is normalised, is as surely logits as what has any other name."""
    return max(x.trust, LIKELY) if x.kind == "logit" else x.trust if x.is_score else LIKELY


@operation("instance")
def instance(ip: Expressions, site: Site) -> Value:
    """A module such as nn.Softmax(dim=-1): calling it performs its operation with these options."""
    facts = dict(site.signature.facts)
    of = facts.pop("of")
    parameters = str(facts.pop("roles", "x=input target" if of == "loss" else "x=input"))
    signature = row(of, parameters, **facts)._replace(library=site.signature.library)
    bound = {role: value for role, value in site.roles.items() if role not in ("x", "target")}
    if "outputs" in bound:
        known = layers.counts_rows(ip, bound["outputs"])
        bound["outputs"] = bound["outputs"].but(ref="vocab") if known else _counted(site, bound["outputs"])
    layer = Value(
        "callable",
        ip.number("callable", site.node.lineno, site.node.col_offset),
        ref=(signature, bound),
        tags=frozenset({of}),
    )
    if of == "linear" and bound.keys() >= {"outputs", "activation"} and bound["outputs"].const == 1:
        ip.call_value(_on_its_own(site.node), layer)
    return layer


def _counted(site: Site, outputs: Value) -> Value:
    """How many outputs a layer has, called after what there are so many of: ``len(alphabet)``."""
    if isinstance(outputs.ref, str) and names.words(outputs.ref) & _CLASSES:
        return outputs
    spelled = [*site.node.args, *(k.value for k in site.node.keywords)]
    position = site.signature.positional.index("outputs")
    keyword = next((k for k, role in site.signature.keywords.items() if role == "outputs"), "")
    named = next((k.value for k in site.node.keywords if k.arg == keyword), None)
    part = named or (spelled[position] if position < len(site.node.args) else None)
    if isinstance(part, ast.Call) and getattr(part.func, "id", "") == "len" and part.args:
        part = part.args[0]
    name = names.last(part)
    return outputs.but(ref=name) if names.words(name) & _CLASSES else outputs


_TEXT_UNITS = frozenset(
    {"vocab", "vocabulary", "tokens", "chars", "characters", "alphabet", "charset", "words"}
)
_CLASSES = _TEXT_UNITS | {"classes", "labels", "tags", "intents", "categories", "actions"}


@operation("linear")
def linear(ip: Expressions, site: Site) -> Value:
    """A layer's outputs are logits where they are tokens or classes, or a single one, and what its activation makes of these."""
    logits = _head(ip, site)
    activation = site.roles.get("activation")
    if activation is None or activation.kind == "none" or activation.const == "linear":
        return logits
    spelled = activation.const if isinstance(activation.const, str) else activation.ref
    name = spelled.rpartition(".")[2] if isinstance(spelled, str) else ""
    single = logits.axes[-1:] == ("1",) and isinstance(site.node.func, ast.Name)  # where the layer is made
    if name not in ("softmax", "log_softmax") or not (logits.axes[-1:] == ("V",) or single):
        return unknown()
    return softmax(
        ip,
        Site(
            site.node,
            name,
            row("softmax", "x", default=-1, log=name != "softmax"),
            {"x": logits},
            (),
            (),
            {},
            None,
        ),
    )


def _head(ip: Expressions, site: Site) -> Value:
    """What a layer gives before its activation."""
    if site.const("outputs") != 1:
        outputs = site["outputs"]
        if names.words(getattr(site.node.func, "attr", "")) & {"lmhead", "unembed", "unembedding"}:
            outputs = outputs.but(ref="vocab")
        if not (isinstance(outputs.ref, str) and names.words(outputs.ref) & _CLASSES):
            return unknown()
        domain = "causal" if names.words(outputs.ref) & _TEXT_UNITS else "classifier"
        x = site["x"]
        return Value(
            "logit",
            ip.number("linear", x.vn, site.node.lineno),
            axes=("*", "V"),
            domain=domain,
            trust=LIKELY,
            origin=x.origin,
            span=x.span,
        )
    return Value(
        "logit",
        ip.number("linear", site["x"].vn, site.node.lineno),
        axes=("*", "1"),
        domain="classifier",
        trust=LIKELY,
    )


@operation("sequential")
def sequential(ip: Expressions, site: Site) -> Value:
    """Layers one after the other do to their input what the last one does."""
    given, spelled = site.args, site.node.args
    if len(given) == 1 and given[0].kind in ("list", "tuple"):
        given = given[0].items or ()
    if not given and not spelled:
        return Value("layers", fresh())
    last = given[-1] if given and not isinstance(spelled[-1], ast.Starred) else unknown()
    if len(given) > 1 and last.has("softmax") and _outputs(given[-2]) == 1:
        ip.call_value(_on_its_own(spelled[-1]), last.but(ref=(last.ref[0], {**last.ref[1], "x": _SINGLE})))
    return last if last.kind == "callable" else unknown()


_SINGLE = Value("logit", 0, axes=("*", "1"), domain="classifier", trust=LIKELY)
"""The output of a layer that has one."""


def _outputs(layer: Value) -> object:
    """How many outputs a linear layer has, where that is a constant."""
    outputs = layer.ref[1].get("outputs") if layer.kind == "callable" and layer.has("linear") else None
    return outputs.const if outputs is not None else None


def _on_its_own(layer: ast.expr) -> ast.Call:
    """The call of a layer where it is made: a finding stands there."""
    return ast.copy_location(ast.Call(func=ast.Name("layer", ast.Load()), args=[], keywords=[]), layer)


@operation("functional-model")
def functional_model(ip: Expressions, site: Site) -> Value:
    """``keras.Model(inputs, outputs)``: calling it gives what the outputs are."""
    outputs = site["outputs"]
    if not outputs.is_score:
        return unknown()
    return Value("callable", fresh(), ref=(row("bound-outputs", "x"), {"outputs": outputs}))


@operation("bound-outputs")
def bound_outputs(ip: Expressions, site: Site) -> Value:
    return site["outputs"].but(vn=fresh(), origin=site["x"].origin, span=site["x"].span)


@operation("add-layer")
def add_layer(ip: Expressions, site: Site) -> Value:
    """``net.add(layer)``: the net does what its last layer does."""
    place, layer = getattr(site.node.func, "value", None), site["layer"]
    if isinstance(place, ast.Name):
        ip.env[place.id] = layer if layer.kind == "callable" else Value("layers", fresh())
    return Value("none", 0, const=None)


@operation("warp")
def warp(ip: Expressions, site: Site) -> Value:
    """A logits processor: what comes out is the sampler's, no longer the model's."""
    x = numbers(ip, site["x"])
    return (
        ip.derive(x, site.node, "processed for sampling", tags=x.tags | {"warped", "processed"})
        if x.is_score
        else unknown()
    )


@operation("exp")
def exp(ip: Expressions, site: Site) -> Value:
    return exponential(
        ip, site.node, numbers(ip, site["x"]), site.fact("base", "e"), site.fact("library", "")
    )


def exponential(ip: Expressions, node: ast.AST, x: Value, base: str, library: str = "") -> Value:
    """``base ** x``."""
    kind, tags = "?", x.tags - {"normalised"}
    if x.kind == "logprob":
        kind = "prob"
        if x.reduced == "mean":
            tags |= {"geometric"}
        elif x.reduced == "sum":
            tags |= {"joint"}
    elif x.kind == "nll":
        kind = "ppl"
    elif x.kind == "logit":
        kind = "weight"
    elif x.kind == "logz":
        kind = "partition"
    elif x.kind == "ratio":
        kind = "num"
    elif x.kind == "?":
        kind, tags = "weight", tags | {"of-unknown"}
    result = Value(
        kind, ip.number("exp", base, x.vn), axes=x.axes, pick=x.pick, reduced=x.reduced, outer=x.outer, domain=x.domain,
        span=x.span, pos=x.pos, origin=x.origin, tags=tags, steps=x.steps, trust=x.trust, parts=(x,), made=node,
    ).step(*ip.place(node), "exp")  # fmt: skip
    ip.emit(events.Elementwise(node, "exp", x, base, result))
    return result


@operation("log")
def log(ip: Expressions, site: Site) -> Value:
    base = site.fact("base", "e")
    given = site.roles.get("base")
    if given is not None:
        base = {2: "2", 10: "10"}.get(given.const if given.const is not MISSING else 0, "?")
    result = logarithm(ip, site.node, numbers(ip, site["x"]), base)
    return result.tagged("safe") if site.given("where") else result  # no logarithm of what is zero


def logarithm(ip: Expressions, node: ast.AST, x: Value, base: str) -> Value:
    if x.kind == "logit" and x.has("assumed"):
        x = x.but(kind="prob", tags=x.tags - {"assumed"})  # whose logarithm is taken, returns no logits
    kind, tags, reduced = "?", x.tags - {"rounded"}, x.reduced
    if x.kind == "prob":
        kind = "logprob"
        tags |= {"logged"}
        if x.has("zeroed"):
            tags |= {"minus-infinity"}
    elif x.kind == "ppl":
        kind, reduced = "nll", reduced or "mean"
    elif x.kind == "partition" or (x.kind == "weight" and x.has("summed")):
        kind = "logz"
    elif x.kind in ("num", "int") and isinstance(x.const, (int, float)) and x.const > 0:
        divisor = {"e": 1.0, "2": math.log(2), "10": math.log(10)}.get(base, 1.0)
        return Value("num", ip.number("log", base, x.vn), axes=(), const=math.log(x.const) / divisor)
    if kind == "?":
        tags = tags | {"log"}
    result = Value(
        kind, ip.number("log", base, x.vn), axes=x.axes, pick=x.pick, reduced=reduced, outer=x.outer, base=base,
        domain=x.domain, span=x.span, pos=x.pos, origin=x.origin, tags=tags, steps=x.steps, trust=x.trust, parts=(x,),
        made=x.made if x.pick == "max" else None,
    ).step(*ip.place(node), "log" if base == "e" else f"log{base}")  # fmt: skip
    ip.emit(events.Elementwise(node, "log", x, base, result))
    return result


@operation("elementwise")
def elementwise(ip: Expressions, site: Site) -> Value:
    x = numbers(ip, site["x"])
    function = site.fact("function")
    kind = {"sigmoid": "prob", "logsigmoid": "logprob"}.get(function, "?")
    if kind != "?" and x.kind not in ("logit", "ratio", "?"):
        kind = "?"
    keep = x.kind == "logit" and function == "tanh"
    result = Value(
        "logit" if keep else kind, ip.number(function, x.vn), axes=x.axes, pick=x.pick, domain=x.domain if x.kind == "logit" else "",
        span=x.span, origin=x.origin, tags=frozenset({"elementwise", function}), steps=x.steps, trust=x.trust, parts=(x,), made=site.node,
    ).step(*ip.place(site.node), function)  # fmt: skip
    ip.emit(events.Elementwise(site.node, function, x, "e", result))
    return result


@operation("xlogy", "entropy-term")
def plogp(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    return ip.derive(x, site.node, "p log p", kind="plogp", tags=frozenset({"safe"}))


@operation("logaddexp")
def logaddexp(ip: Expressions, site: Site) -> Value:
    x, y = site["x"], site["y"]
    for zero, other in ((x, y), (y, x)):
        if zero.const in (0, 0.0) and other.kind == "logit":
            softplus = site.signature._replace(facts={"function": "softplus"})
            return elementwise(ip, Site(site.node, site.name, softplus, {"x": other}, (), (), {}, None))
    if x.kind == y.kind == "logit" and x.pick and x.pick == y.pick and x.axes == ():
        return ip.derive(x, site.node, "logaddexp", kind="logz", pick="subset", parts=(x, y))
    left, right = _weighted_log(x), _weighted_log(y)
    result = ip.derive(x, site.node, "logaddexp") if x.kind == "logprob" else unknown()
    ip.emit(events.Binary(site.node, "logaddexp", left, right, result))
    return result


def _weighted_log(value: Value) -> Value:
    """The log-prob in ``log_weight + logprob``."""
    return next((part for part in value.parts if part.is_score), value) if not value.known else value


@operation("categorical")
def categorical(ip: Expressions, site: Site) -> Value:
    probs, logits = site.roles.get("probs"), site.roles.get("logits")
    x = numbers(ip, logits or probs or unknown())
    space = "logits" if logits is not None else "probs"
    result = Value(
        "distribution",
        ip.number("categorical", x.vn, space),
        parts=(x,),
        axes=x.axes,
        steps=x.steps,
        trust=x.trust,
    )
    ip.emit(events.Loss(site.node, "categorical", x, unknown(), space, site.roles, result))
    return result


@operation("categorical-sample")
def categorical_sample(ip: Expressions, site: Site) -> Value:
    """Token ids drawn by logits."""
    return unknown(parts=(categorical(ip, site),))


@operation("distribution-log-prob")
def distribution_log_prob(ip: Expressions, site: Site) -> Value:
    distribution = site["x"]
    if distribution.kind != "distribution":
        return unknown()
    x, index = distribution.parts[0], as_ids(site["index"]) or site["index"]
    kept = x.axes[:-1] if "V" in x.axes[-1:] else UNKNOWN_AXES
    span, origin = index.span or x.span, x.origin if x.origin is not None else index.origin
    result = Value("logprob", ip.number("log_prob", x.vn, index.vn), axes=kept, pick="chosen", domain=x.domain, trust=x.trust,
                   span=span, origin=origin, steps=x.steps, parts=(x, index),
                   tags=index.tags & {"rolled", "composed", "-100"} | x.tags & {"padded", "half"}).step(*ip.place(site.node), "log_prob of the chosen tokens")  # fmt: skip
    ip.emit(events.Select(site.node, "log_prob", x, index, -1, result))
    return result


@operation("distribution-entropy")
def distribution_entropy(ip: Expressions, site: Site) -> Value:
    distribution = site["x"]
    return (
        Value("entropy", ip.number("entropy", distribution.vn), axes=UNKNOWN_AXES)
        if distribution.kind == "distribution"
        else unknown()
    )
