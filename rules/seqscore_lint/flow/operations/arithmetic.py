"""Operators: what a difference, a quotient, a product of two values is."""

from __future__ import annotations

import ast
import math
import operator
import re
from typing import TYPE_CHECKING, Any

from seqscore_lint.flow import events, names
from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.operations.forward import as_scores
from seqscore_lint.flow.operations.layers import product
from seqscore_lint.flow.operations.normalising import exponential
from seqscore_lint.flow.operations.reducing import TOKEN_WEIGHTED, as_column
from seqscore_lint.flow.values import (
    LIKELY,
    MISSING,
    POSSIBLE,
    UNKNOWN_AXES,
    WHOLE,
    Affine,
    Span,
    Value,
    fresh,
    gather,
    same,
    unknown,
)

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions

_FOLD = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
         "//": operator.floordiv}  # fmt: skip
_NUMBERS = ("int", "num", "length", "bool")
_OF_ARRAYS = frozenset({"/", "-", "**"})
"""Operators that no list has: what holds several numbers there is an array, or a column of a table."""


@operation("arithmetic")
def arithmetic(ip: Expressions, site: Site) -> Value:
    result = binary(ip, site.node, site.fact("operator"), site["x"], site["y"])
    if (
        site.fact("inplace")
        and isinstance(site.node.func, ast.Attribute)
        and isinstance(site.node.func.value, ast.Name)
    ):
        ip.env[site.node.func.value.id] = result
    if site.fact("safe"):
        result = result.tagged("safe")
    return result


@operation("comparison")
def comparison(ip: Expressions, site: Site) -> Value:
    return compare(ip, site.node, site.fact("operator"), site["x"], site["y"])


def binary(ip: Expressions, node: ast.AST, sign: str, left: Value, right: Value) -> Value:
    left, right = as_scores(ip, left), as_scores(ip, right)
    if sign in _OF_ARRAYS or (sign == "*" and (left.is_score or right.is_score)):
        left, right = as_column(ip, left), as_column(ip, right)
    result = _combine(ip, node, sign, left, right)
    if left.known or right.known or result.known:
        ip.emit(events.Binary(node, sign, left, right, result))
    return result


def _combine(ip: Expressions, node: ast.AST, sign: str, left: Value, right: Value) -> Value:
    if sign == "%" and isinstance(left.const, str):
        first, *others = left.const.split("%")
        values = right.items if right.kind == "tuple" and right.items else (right,)
        ip.show_between(node, (first, *(_CONVERSION.sub("", label) for label in others)), values)
        return Value("text", fresh())
    folded = _folded(ip, sign, left, right)
    if folded is not None:
        return folded
    if "matrix" in (left.kind, right.kind):
        return _of_matrix(sign, left, right)
    combine = _COMBINE.get(sign)
    result = combine(ip, node, left, right) if combine is not None else unknown()
    if (
        sign in ("*", "/")
        and not result.known
        and any(not v.known and v.has("stabilised") for v in (left, right))
    ):
        result = result.tagged("stabilised")  # a temperature leaves the largest at 0
    if result.has("acc"):
        return result
    vn = ip.number(sign, left.vn, right.vn)  # equal operations on equal numbers are equal numbers
    if sign == "+" and (result.kind == "ids" or not (left.known or right.known)):
        ip.joins[vn] = (left, right)
    return result.but(vn=vn)


def _of_matrix(sign: str, left: Value, right: Value) -> Value:
    """A product of a matrix, or a matrix that is scaled."""
    if sign == "@":
        return product(left, right)
    scaled = left if left.kind == "matrix" else right
    return scaled if sign in ("*", "/") and left.kind != right.kind else unknown()


_CONVERSION = re.compile(r"^[-+ #0-9.*]*[a-zA-Z]")
"""What stands behind the % of a conversion: ``.3f``."""


def _folded(ip: Expressions, sign: str, left: Value, right: Value) -> Value | None:
    if left.const is MISSING or right.const is MISSING or left.has("acc") or right.has("acc"):
        return None
    if (
        not isinstance(left.const, (int, float))
        or not isinstance(right.const, (int, float))
        or sign not in _FOLD
        or (sign == "**" and abs(right.const) > 1 << 10)
    ):
        return None
    try:
        const = _FOLD[sign](left.const, right.const)
    except (ArithmeticError, ValueError):
        return None
    if not isinstance(const, (int, float)) or (isinstance(const, int) and abs(const) > 1 << 64):
        return None
    kind = "int" if isinstance(const, int) else "num"
    return Value(
        kind,
        ip.number("const", kind, const),
        const=const,
        axes=(),
        pos=Affine(None, const) if isinstance(const, int) else None,
    )


def _is_number(value: Value) -> bool:
    return value.kind in _NUMBERS


_FLOORS = frozenset({"max", "maximum", "clamp", "clamp_min", "clip"})
_CONVERTS = frozenset({"array", "asarray", "tensor", "as_tensor", "float", "int", "Series"})
"""Functions that give back the numbers that they are given."""


def _named(node: ast.AST, side: str) -> str:
    """What an operand is called; of a call on something, ``x.div_(t)``, what is given to it."""
    part = getattr(node, side, None)
    if part is None and side == "right":
        arguments = node.args if isinstance(node, ast.Call) else ()
        part = arguments[-1] if arguments else getattr(node, "value", None)
    while isinstance(part, (ast.Call, ast.Subscript)):
        if isinstance(part, ast.Subscript):
            if isinstance(part.slice, ast.Constant) and isinstance(part.slice.value, str):
                return part.slice.value
            part = part.value
        else:
            part = _converted(part) or part.func
    return names.last(part)


def _converted(call: ast.Call) -> ast.expr | None:
    """What keeps its meaning through a call: in another type, or kept above a number as in ``max(n, 1)``."""
    name = names.last(call.func)
    if name in _CONVERTS and call.args:
        return call.args[0]
    if name in _FLOORS:
        method = isinstance(call.func, ast.Attribute) and len(call.args) < 2
        given = [call.func.value] if method and isinstance(call.func, ast.Attribute) else call.args
        return next((part for part in given if not isinstance(part, ast.Constant)), None)
    return None


def _add(ip: Expressions, node: ast.AST, left: Value, right: Value) -> Value:
    if left.kind in ("text", "list", "tuple") or right.kind in ("text", "list", "tuple"):
        return concatenate(ip, node, left, right)
    if left.kind == "ids" and right.kind in ("ids", "list") and left.axes in (("T",), UNKNOWN_AXES):
        vn = ip.number("+", left.vn, right.vn)
        return Value(
            "ids",
            vn,
            axes=("T",),
            origin=vn,
            parts=(left, right),
            span=left.span,
            tags=joined_tags(left, right),
            ref=left.ref if right.kind == "list" else None,
        )
    if (left.has("integers") or right.has("integers")) and all(
        v.has("integers") or v.kind == "ids" for v in (left, right)
    ):
        vn = ip.number("+", left.vn, right.vn)
        return Value("ids", vn, axes=("T",), origin=vn, parts=(left, right), span=WHOLE, tags=joined_tags(left, right), trust=LIKELY)  # fmt: skip
    for number, other in ((left, right), (right, left)):
        if isinstance(other.const, int) and _is_number(number):
            if other.const == 0 and not other.has("acc"):
                return number
            if number.pos is not None:
                return _shifted(ip, number, other.const)
    if not left.known and not isinstance(right.const, bool) and isinstance(right.const, int) and left.vn:
        return _shifted(ip, left.but(pos=left.pos or Affine(left.vn, 0)), right.const).but(
            parts=(left, right)
        )
    for labels, rest in ((left, right), (right, left)):
        if labels.kind == "onehot" and labels.has("smoothed") and not rest.is_score:
            return labels.but(vn=fresh())
    for top, rest in ((left, right), (right, left)):
        if rest.kind == "logz" and rest.has("stabilised") and (top.pick == "max" or top.has("max")):
            return ip.derive(
                rest, node, "logsumexp with the maximum put back", tags=rest.tags - {"stabilised"}
            )
    for score, other in ((left, right), (right, left)):
        if score.is_score and other.const is not MISSING:
            if other.const == 0 and not other.has("acc"):
                return score.but(vn=fresh())
            return ip.derive(score, node, f"+ {other.const}", tags=score.tags | {"eps"}, parts=(score, other))
        if score.is_score and other.kind == "num" and other.has("filled") and other.ref == 0:
            return ip.derive(score, node, "", tags=score.tags | {"acc"}, parts=(score, other))
        if not score.known and fills_out(other) and other.ref == -math.inf:
            return score.but(vn=fresh(), tags=score.tags | {"minus-infinity"}, parts=(score, other))
        if score.kind in ("logit", "logprob") and fills_out(other):
            tags = score.tags | {"restricted", *({"minus-infinity"} if other.ref == -math.inf else ())}
            return ip.derive(score, node, "masked", tags=tags, parts=(score, other))
        if score.is_score and other.kind in ("mask", "int", "num", "length"):
            return ip.derive(score, node, "", tags=score.tags | {"shifted"}, parts=(score, other))
    mixed = next((side for side in (left, right) if side.kind == "prob"), None)
    if mixed is not None and all(side.kind in ("prob", "?") for side in (left, right)) and _is_mixture(node):
        tags = mixed.tags - {"scaled"} | {"mixture"}
        return ip.derive(mixed, node, "mixed", parts=(left, right), tags=tags)
    if left.is_score and right.is_score:
        if _runs_on(left, right):
            return accumulated(ip, node, "sum", right, left)
        if left.kind == right.kind:
            summed = left.reduced or (
                "sum" if left.pick == right.pick == "chosen" and left.level == "token" else ""
            )
            if left.kind == "logit" and left.level != "token":
                summed = ""
            if (
                left.reduced != right.reduced
                and "mean" in (left.reduced, right.reduced)
                and "?" in (left.pick, right.pick)
            ):
                summed = "?"  # a mean and something whole
            tags = (left.tags | right.tags) - {"normalised"} | (
                {"regularised"} if left.kind == "nll" and not same(left, right) else set()
            )
            trust = min(left.trust, right.trust)
            if auxiliary := _auxiliary(node):
                tags, trust = (tags | auxiliary) - {"by-name"}, max(left.trust, right.trust)
            return ip.derive(left, node, "added", reduced=summed, parts=(left, right), tags=tags, trust=trust,
                             outer=left.outer or right.outer)  # fmt: skip
        if {left.kind, right.kind} == {"ratio", "logprob"}:
            ratio = left if left.kind == "ratio" else right
            return ip.derive(ratio, node, "added", parts=(left, right), trust=min(left.trust, right.trust))
        return unknown(parts=(left, right))
    for score, other, side in ((left, right, "right"), (right, left, "left")):
        if (
            score.kind == "prob"
            and not other.known
            and names.words(_named(node, side)) & {"eps", "epsilon", "tiny", "smoothing"}
        ):
            return ip.derive(score, node, "+ eps", tags=score.tags | {"eps"}, parts=(score, other))
    for score, other in ((left, right), (right, left)):
        if score.has("affine") and not other.known:
            return score.but(vn=fresh(), tags=score.tags - {"affine"})  # W @ h + b
        if score.kind == "nll" and not other.known:
            tags = score.tags | {"regularised", "maybe-regularised"} | _auxiliary(node)
            if _is_divergence(other):
                tags |= {"auxiliary"}
            return ip.derive(score, node, "another term added", tags=tags, trust=min(score.trust, LIKELY),
                             parts=(score, other))  # fmt: skip
    for score, other, side in ((left, right, "right"), (right, left, "left")):
        if score.kind == "logprob" and score.reduced and not other.known and _is_log(_named(node, side)):
            return ip.derive(
                score, node, "a log-likelihood added", parts=(score, other), trust=min(score.trust, LIKELY)
            )
    if "length" in (left.kind, right.kind) and _is_number(left) and _is_number(right):
        return Value(
            "length", fresh(), axes=(), parts=(left, right), ref="total", pos=_farther(left.pos, right.pos)
        )
    both = not left.known and not right.known
    return unknown(parts=(left, right), tags=frozenset({"added"}) if both else frozenset())


def _is_mixture(node: ast.AST) -> bool:
    """``(1 - a) * p + a * q``: of two probabilities a third one."""
    if not isinstance(node, ast.BinOp):
        return False
    both = (_factors(node.left), _factors(node.right))
    return any(
        isinstance(share, ast.BinOp)
        and isinstance(share.op, ast.Sub)
        and getattr(share.left, "value", None) == 1
        and any(ast.dump(share.right) == ast.dump(rest) for rest in others)
        for shares, others in (both, both[::-1])
        for share in shares
    )


def _factors(node: ast.expr) -> tuple[ast.expr, ...]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return node.left, node.right
    return ()


def _is_learned(divisor: Value) -> bool:
    """Whether logits are divided by a parameter of the model, or by what is made of one: it is fitted to the truth."""
    return any(value.has("learned") for value in (divisor, *divisor.parts))


def _is_log(name: str) -> bool:
    """Whether something unknown is called the logarithm of a prior or of a likelihood."""
    return names.kind_of_name(name) == "logprob" or "log" in names.words(name)


def fills_out(value: Value) -> bool:
    """Whether an array was filled with -inf, or with what does for it, before some places were overwritten."""
    return value.has("filled") and isinstance(value.ref, (int, float)) and value.ref < -1e3


def _runs_on(total: Value, value: Value) -> bool:
    """Whether a running total, kept by what a search extends, gets one more token's score."""
    return (
        total.has("acc")
        and total.kind == value.kind
        and value.kind in ("logit", "logprob", "nll")
        and value.pick in ("chosen", "max", "topk")
        and value.axes == ()
        and not value.reduced
    )


def _is_divergence(value: Value, depth: int = 4) -> bool:
    """Whether something unknown was made of what ``kl_div`` returned."""
    if value.has("divergence"):
        return True
    return bool(depth) and any(not part.known and _is_divergence(part, depth - 1) for part in value.parts)


_AUXILIARY = frozenset({"aux", "auxiliary", "kl", "kld", "kldiv", "zloss", "z", "reg", "regularization", "regularisation", "regularizer",
                        "regulariser", "penalty", "l1", "l2", "balance", "balancing", "router", "routing", "load", "contrastive", "decay",
                        "commitment", "sparsity", "diversity", "unlikelihood", "coverage", "distill", "distillation", "mtp", "moe", "norm",
                        "smoothing", "prior", "lb"})  # fmt: skip
"""Words for a term that is added to a loss and is no log-likelihood."""


def _auxiliary(node: ast.AST) -> set[str]:
    """Whether what is added is called an auxiliary term."""
    parts = [getattr(node, side, None) for side in ("left", "right", "value")]
    spelled = {
        getattr(n, "id", None) or getattr(n, "attr", "")
        for part in parts
        if part is not None
        for n in ast.walk(part)
    }
    return {"auxiliary"} if any(names.words(name) & _AUXILIARY for name in spelled) else set()


def _one_of(a: Value | None, b: Value | None) -> Value | None:
    """What either of two lists holds, in the list of both."""
    if a is None or b is None or a.kind != b.kind or not (a.is_score or a.kind in _HOLDERS):
        return a or b
    return gather(a, b)


_HOLDERS = frozenset({"tuple", "object", "dict"})


def concatenate(ip: Expressions, node: ast.AST, left: Value, right: Value) -> Value:
    """Two lists, texts or rows of token ids, one after the other."""
    left, right = _as_list_beside(left, right), _as_list_beside(right, left)
    if left.kind == "text" or right.kind == "text":
        if all(v.kind in ("text", "?") or v.has("by-name") for v in (left, right)):
            parts = (*_pieces(_as_text(left)), *_pieces(_as_text(right)))
            return Value(
                "text",
                ip.number("text", *(p.vn for p in parts)),
                parts=parts,
                trust=min(left.trust, right.trust),
                tags=_COMPOSED | {"short"} if all(map(is_short, parts)) else _COMPOSED,
            )
        return unknown()
    if (left.kind == "list" and right.kind == "ids") or left.kind == "ids":
        ids = right if right.kind == "ids" else left
        vn = ip.number("+", left.vn, right.vn)
        return Value(
            "ids", vn, axes=("T",), origin=vn, parts=(left, right), span=ids.span,
            tags=joined_tags(left, right) | _filled_up(left, right), ref=left.ref,
        )  # fmt: skip
    if left.has("repeated") and right.has("repeated") and left.elem and right.elem:
        ones = [side.elem.const for side in (left, right) if side.elem is not None]
        if sorted(map(str, ones)) == ["0", "1"]:  # [1] * n + [0] * (width - n)
            return Value("mask", fresh(), axes=("T",), span=WHOLE, tags=frozenset({"attention", "keep"}))
    for filling, rest in ((left, right), (right, left)):
        if (
            filling.has("repeated")
            and filling.elem is not None
            and is_ignored(filling.elem)
            and not rest.known
        ):
            vn = ip.number("+", left.vn, right.vn)
            tags = frozenset({"-100", "partly-ignored", "joined"})
            return Value("ids", vn, axes=("T",), origin=vn, span=WHOLE, tags=tags, trust=LIKELY)
    for filling, rest in ((left, right), (right, left)):
        if filling.has("repeated") and not rest.known and _fills_up(filling, rest):
            vn = ip.number("+", left.vn, right.vn)
            tags = frozenset({"padded", "by-use", *(["padded-left"] if filling is left else [])})
            return Value("ids", vn, axes=("T",), origin=vn, span=WHOLE, tags=tags, trust=LIKELY)
    elem = _one_of(left.elem, right.elem)
    if right.elem is not None and may_be_none(right.elem) and left.items and all(map(is_zero, left.items)):
        # [0.0] in place of the first log-prob, which was cut off.
        elem = none_as_zero(ip, node, right.elem) if right.has("sliced") else right.elem
    kind = "tuple" if left.kind == right.kind == "tuple" else "list"
    return Value(
        kind,
        ip.number("+", left.vn, right.vn),
        elem=elem,
        parts=(left, right),
        trust=min(left.trust, right.trust),
    )


def is_short(text: Value) -> bool:
    """Whether it may well be one token: a few characters, or the number that a loop is at."""
    counts = text.kind == "int" and text.ref == "loop"
    return counts or text.has("short") or (isinstance(text.const, str) and len(text.const) < 4)


def _as_list_beside(value: Value, other: Value) -> Value:
    """What is called like a text and joined to a list is none: it holds tokens."""
    is_list = other.kind == "list" and value.kind == "text" and value.const is MISSING and not value.parts
    return unknown(value.vn, ref=value.ref) if is_list else value


_COMPOSED = frozenset({"composed"})
"""A text that was put together from its parts."""


def is_zero(value: Value) -> bool:
    return (
        isinstance(value.const, (int, float))
        and not isinstance(value.const, bool)
        and value.const == 0
        and not value.has("acc")
    )


def may_be_none(value: Value) -> bool:
    """A token's log-prob as serving APIs give it: None where there is none."""
    return (
        value.kind == "logprob"
        and value.pick in ("chosen", "?")
        and not value.reduced
        and value.axes in ((), ("*",))
    )


def none_as_zero(ip: Expressions, node: ast.AST, value: Value) -> Value:
    """The log-prob of a token, 0.0 where the API gave None; ``ref`` is where that was decided."""
    return ip.derive(
        value, node, "None became 0.0", tags=value.tags - {"maybe", "none-first"} | {"none-as-zero"}, ref=node
    )


def in_place_of_none(ip: Expressions, node: ast.AST, value: Value) -> Value:
    """A zero that is only put where an API gave no log-prob."""
    if not (ip.missing and is_zero(value)):
        return value
    return none_as_zero(
        ip, node, Value("logprob", fresh(), axes=(), pick="chosen", domain="api", trust=LIKELY)
    )


def _as_text(value: Value) -> Value:
    """What is joined to a text under a name that promised token ids (``target``) is a text."""
    if value.kind == "text" or not value.has("by-name"):
        return value
    return Value("text", value.vn, ref=value.ref, trust=LIKELY)


def _filled_up(left: Value, right: Value) -> set[str]:
    """What ``ids + [pad] * n`` is: padded, and on which side, unless the filling is ignored by every loss."""
    filling = right if right.has("repeated") else left if left.has("repeated") else None
    if filling is None or filling.elem is None:
        return set()
    if is_ignored(filling.elem):
        return {"-100", "partly-ignored"}
    return {"padded"} if filling is right else {"padded", "padded-left"}


def _fills_up(filling: Value, rest: Value) -> bool:
    """Whether a row is filled up to a width with token ids: ``row + [pad] * (width - len(row))``."""
    one, times = filling.elem, filling.parts[1] if len(filling.parts) == 2 else filling
    if one is None or isinstance(one.const, (float, bool, str)) or times.kind != "length" or not times.parts:
        return False
    counted = times.parts[-1]
    return counted.ref == "len" and any(part.vn == rest.vn for part in counted.parts)


def _pieces(text: Value) -> tuple[Value, ...]:
    return text.parts if text.has("composed") else (text,)


def _farther(a: Affine | None, b: Affine | None) -> Affine | None:
    """The position so far behind another one."""
    if a is None or b is None or a.symbol is None or b.symbol is None:
        return None
    return Affine(both_of(a.symbol, b.symbol), a.const + b.const)


def both_of(symbol: int, other: int) -> int:
    """The symbol of the sum of two numbers that nothing more is known of."""
    return hash((min(symbol, other), max(symbol, other)))


def _shifted(ip: Expressions, value: Value, const: int) -> Value:
    assert value.pos is not None
    return Value(value.kind, ip.number("shift", value.vn, const), axes=(), pos=value.pos.plus(const), parts=(value,), ref=value.ref,
                 origin=value.origin, tags=value.tags | {f"{const:+d}"})  # fmt: skip


def _subtract(ip: Expressions, node: ast.AST, left: Value, right: Value) -> Value:
    if (
        isinstance(right.const, int)
        and not isinstance(right.const, bool)
        and (_is_number(left) or not left.known)
    ):
        if left.pos is None and not left.known:
            left = left.but(pos=Affine(left.vn, 0))
        if left.pos is not None:
            shifted = _shifted(ip, left, -right.const)
            return shifted if left.known else shifted.but(kind="?" if left.parts else "int")
    of_left = right.kind == "logz" or (
        right.has("logsumexp") and right.parts[:1] and right.parts[0].vn == left.vn
    )
    if of_left and not left.known and left.vn in _ancestry(right, 4):
        return Value("logprob", fresh(), axes=_beside_total(right), parts=(left, right), trust=LIKELY,
                     tags=frozenset({"normalised"})).step(*ip.place(node), "minus its logsumexp")  # fmt: skip
    if right.kind == "logz" and left.kind in ("logit", "logprob"):
        source = right.parts[0] if right.parts else None
        certain = source is not None and (
            source.vn == left.vn or source.origin == left.origin or source.vn in _ancestry(left)
        )
        return ip.derive(left, node, "minus its logsumexp", kind="logprob", trust=max(left.trust, LIKELY) if certain else min(left.trust, LIKELY),
                         tags=left.tags - _ABSORBED | {"normalised"})  # fmt: skip
    if right.kind == "logz" and not left.known and right.parts and left.vn in _ancestry(right, 5):
        return Value(
            "logprob",
            fresh(),
            axes=_beside_total(right),
            trust=LIKELY,
            tags=frozenset({"normalised", "by-hand"}),
            steps=right.steps,
        )
    if (left.is_score or not left.known) and (right.pick == "max" or right.has("max", "min")):
        return ip.derive(
            left, node, "minus its maximum", tags=left.tags | {"stabilised"}, parts=(left, right)
        )
    if left.is_score and right.is_score:
        kinds = {left.kind, right.kind}
        if left.kind == right.kind or kinds == {"logit", "logprob"} or kinds == {"ratio", "logprob"}:
            if left.kind in ("logit", "logprob", "nll", "ratio"):
                return Value("ratio", fresh(), axes=left.axes if left.axes == right.axes else ("*",), parts=(left, right), pick=left.pick,
                             reduced=left.reduced if left.reduced == right.reduced else "?", trust=min(left.trust, right.trust),
                             steps=left.steps, tags=frozenset({"difference"}), domain=left.domain)  # fmt: skip
            return unknown(parts=(left, right))
        if left.kind == "logprob" and right.kind == "nll":
            return ip.derive(left, node, "minus an NLL", reduced=left.reduced or "sum", parts=(left, right))
        return unknown(parts=(left, right))
    if left.const == 0 and right.is_score:
        return negate(ip, node, right)
    if left.const in (1, 1.0) and right.kind == "mask":
        return invert(ip, node, right)
    if left.is_score and right.const is not MISSING:
        return ip.derive(left, node, "", tags=left.tags | {"shifted"}, parts=(left, right))
    if right.kind == "prob" and left.const == 1:
        return ip.derive(
            right, node, "1 - p", kind="?", tags=right.tags | {"complement"}, parts=(left, right)
        )
    if _is_number(left) and _is_number(right):
        return Value("length" if "length" in (left.kind, right.kind) else "int", fresh(), axes=(), parts=(left, right), ref="difference",
                     pos=None)  # fmt: skip
    return unknown(parts=(left, right))


def _beside_total(logz: Value) -> tuple[str, ...]:
    """The axes of what a log-partition was taken from and is subtracted from: of the whole, a row."""
    return logz.axes if "V" in logz.axes else ("V",) if logz.axes == () else ("*", "V")


_ABSORBED = frozenset({"shifted", "scaled", "product"})
"""What was done to logits before they were normalised says nothing of the log-probs."""


def _ancestry(value: Value, depth: int = 3) -> set[int]:
    found = {value.vn}
    if depth:
        for part in value.parts:
            found |= _ancestry(part, depth - 1)
    return found


def joined_tags(*parts: Value) -> frozenset[str]:
    """Tags of token ids that were put together; composed where two of the parts are texts of their own."""
    texts = [part for part in parts if part.kind == "ids" or (not part.known and isinstance(part.ref, str))]
    kept = frozenset().union(*(part.tags & _IGNORED for part in parts))
    if len(texts) > 1:
        return kept | {"joined", "composed"}
    # A text and its special tokens.
    return kept | ({"joined", "of-text"} if texts and texts[0].has("tokenised", "of-text") else {"joined"})


_IGNORED = frozenset({"-100", "partly-ignored"})


def masked(
    ip: Expressions, node: ast.AST, x: Value, mask: Value, keeps: bool, how: str, **changes: Any
) -> Value:
    """Tokens left out: ``how`` is ``zeroed`` where they stay as zeros, ``selected`` where they go, ``ignored`` for labels."""
    padding_only = mask.has("attention") and not mask.has("prompt-cut")
    tags = x.tags | {"masked", how, "attention-masked" if padding_only else "masked-otherwise"}
    if not x.has("masked") and not mask.items and mask.has("from-a-place" if keeps else "to-a-place"):
        tags |= {"end-kept"}
    else:
        tags -= {"end-kept"}
    if x.reduced == "?" and (x.has("plural") or (x.has("by-name") and mask.has("keep", "drop"))):
        x = x.but(reduced="")  # what is masked is one number a token
    elif x.reduced:
        tags = x.tags | {"masked"}  # whole sequences are left out
    result = ip.derive(x, node, "masked", tags=tags, parts=(x, mask), **changes)
    for condition in _conditions(mask) if keeps else (mask,):
        ip.emit(events.Mask(node, x, condition, keeps, result))
    return result


def _conditions(mask: Value) -> tuple[Value, ...]:
    """A mask, and before it each of those that ``&`` put together."""
    if mask.kind != "mask" or not mask.items:
        return (mask,)
    return (*(one for part in mask.items for one in _conditions(part)), mask)


def _same_source(value: Value, source: Value) -> bool:
    return value.vn == source.vn or source.vn in _ancestry(value, 1)


def _multiply(ip: Expressions, node: ast.AST, left: Value, right: Value) -> Value:
    if (
        left.has("negated")
        and left.parts
        and left.parts[0].kind == "prob"
        and right.kind in ("logprob", "nll")
    ):
        left = left.parts[0]  # -p * log p
    for ids, mask in ((left, right), (right, left)):
        if (
            ids.kind == "ids" and ids.axes != () and (mask.kind == "mask" or not mask.known)
        ):  # zeros where the mask is
            tags = ids.tags - {"-100"} | ({"clamped"} if ids.has("-100") else set())
            return ids.but(vn=fresh(), parts=(ids, mask), const=MISSING, tags=frozenset(tags))
    for listed, times in ((left, right), (right, left)):
        if (
            listed.kind == "list"
            and listed.items
            and len(listed.items) == 1
            and not times.is_score
            and times.kind != "list"
        ):
            return Value(
                "list", fresh(), elem=listed.items[0], tags=frozenset({"repeated"}), parts=(listed, times)
            )
    for labels, share in ((left, right), (right, left)):
        if labels.kind == "onehot" and not share.is_score and share.kind not in ("mask", "onehot"):
            return labels.but(
                vn=fresh(), tags=labels.tags | {"smoothed"}
            )  # the rest goes to all other classes
    for score, other, side in ((left, right, "right"), (right, left, "left")):
        if not score.is_score:
            continue
        if other.const is not MISSING and not other.has("acc"):
            if other.const == -1:
                return negate(ip, node, score)
            if other.const == 0:
                return Value("num", fresh(), const=0, axes=())
            if isinstance(other.const, (int, float)) and other.const in (1, 1.0):
                return score.but(vn=fresh())
            if _is_minus_ln2(other.const):
                return _multiply(ip, node, negate(ip, node, score), other.but(const=-other.const))
            if isinstance(other.const, float) and _ln2(other.const) == "*" and score.base == "2":
                return ip.derive(score, node, "bits to nats", base="e")
            if isinstance(other.const, float) and _ln2(other.const) == "/" and score.base == "e":
                return ip.derive(score, node, "nats to bits", base="2")
            if (
                isinstance(other.const, float)
                and abs(other.const - math.log(10)) < 1e-3
                and score.base == "10"
            ):
                return ip.derive(score, node, "log10 to nats", base="e")
            return ip.derive(score, node, "scaled", tags=score.tags | {"scaled"}, parts=(score, other))
        if other.kind == "onehot":
            return ip.derive(score, node, "the chosen token's entry kept", tags=score.tags | {"one-hot"}, parts=(score, other),
                             span=other.span or score.span)  # fmt: skip
        if other.has("inverse-temperature"):
            tag = "tempered" if score.kind == "logprob" else "warped"
            return ip.derive(
                score,
                node,
                "divided by a temperature",
                tags=score.tags | {tag},
                parts=(score, other),
                made=node,
            )
        if other.kind == "mask" or (not other.known and _weighs_tokens(score, other, _named(node, side))):
            return masked(ip, node, score, other, True, "zeroed")
        if other.kind == "length" or (other.kind == "int" and score.reduced == "mean"):
            if score.reduced == "mean" and other.ref in ("size:B", "size:0") and score.has("mean-loss"):
                return ip.derive(
                    score,
                    node,
                    "weighted by the number of sequences",
                    tags=score.tags | {"row-weighted"},
                    parts=(score, other),
                )
            if score.reduced == "mean":
                return ip.derive(
                    score,
                    node,
                    "mean times length",
                    reduced="sum",
                    tags=score.tags | {"rescaled"},
                    parts=(score, other),
                )
            return ip.derive(score, node, "scaled", tags=score.tags | {"scaled"}, parts=(score, other))
    if {left.kind, right.kind} == {"prob", "logprob"} or {left.kind, right.kind} == {"prob", "nll"}:
        prob, log = (left, right) if left.kind == "prob" else (right, left)
        related = (
            log.vn in _ancestry(prob) or prob.vn in _ancestry(log) or bool(_ancestry(prob) & _ancestry(log))
        )
        return ip.derive(prob, node, "p log p", kind="plogp", parts=(prob, log), base=log.base,
                         tags=(prob.tags | log.tags) - {"normalised"} | ({"own"} if related else set()))  # fmt: skip
    if left.kind == "prob" and right.kind == "logit":
        return ip.derive(left, node, "", kind="?", parts=(left, right))
    if left.is_score and right.is_score:
        if left.kind == right.kind == "prob":
            return ip.derive(left, node, "multiplied", reduced="prod", parts=(left, right))
        if left.kind == right.kind:
            return ip.derive(
                left, node, "multiplied", kind="?", parts=(left, right), tags=frozenset({"product"})
            )
        return unknown(parts=(left, right))
    if left.kind == right.kind == "mask":
        return _both(ip, node, left, right)
    for mask, other in ((left, right), (right, left)):
        if mask.kind in ("mask", "?") and isinstance(other.const, (int, float)) and other.const < -1e3:
            # (1 - allowed) * -1e9, to be added to logits
            return Value(
                "num",
                fresh(),
                axes=mask.axes,
                tags=frozenset({"filled"}),
                ref=float(other.const),
                parts=(mask,),
            )
    if left.is_score or right.is_score:
        score = left if left.is_score else right
        reduced = "?" if score.reduced in ("mean", "sum") else score.reduced
        return ip.derive(
            score, node, "scaled", tags=score.tags | {"scaled"}, parts=(left, right), reduced=reduced
        )
    for share, log in ((left, right), (right, left)):
        if not log.known and log.has("log") and log.parts and log.parts[0].vn == share.vn:
            return Value(
                "plogp", fresh(), axes=share.axes, parts=(share, log), tags=_OWN | log.tags & {"safe"}
            )
    for mask, other in ((left, right), (right, left)):
        truth = other.kind == "bool" and other.axes != ()
        like = not other.known and other.span is not None and other.span == mask.span
        if mask.kind == "mask" and (truth or like):
            return _both(ip, node, left, right)
    masks = (v.ref for v in (left, right) if not v.known and names.speaks_of_mask(v.ref))
    named = "mask" if "mask" in (left.kind, right.kind) else None  # weights that are zero where it is
    return unknown(parts=(left, right), ref=next(masks, named))


_OWN = frozenset({"own"})
"""p log p where both are of the same p."""


def _weighs_tokens(score: Value, other: Value, name: str) -> bool:
    """Whether the other factor says by its name which tokens count."""
    named = names.words(name) | (names.words(other.ref) if isinstance(other.ref, str) else frozenset())
    token = score.level == "token" and not score.reduced and ("T" in score.axes or not score.has("by-name"))
    cut = other.span is not None and names.speaks_of_mask(other.ref)  # cut like an array of token scores
    return "mask" in name.lower() or (token and (cut or bool(named & _KEEPING)))


_KEEPING = frozenset(
    {"mask", "masks", "valid", "keep", "nonpad", "notpad", "real", "inside", "scored", "counted"}
)
"""Names of what is one where a token counts and zero where it does not."""


def _ln2(const: float) -> str:
    if abs(const - math.log(2)) < 2e-3:
        return "*"
    if abs(const - 1 / math.log(2)) < 2e-3:
        return "/"
    return ""


def _is_minus_ln2(const: object) -> bool:
    """Whether it makes costs in bits of log-probs: ``logp / -math.log(2)``."""
    return isinstance(const, float) and const < 0 and bool(_ln2(-const))


def _divide(ip: Expressions, node: ast.AST, left: Value, right: Value) -> Value:
    if left.kind in ("weight", "partition") and right.kind == "partition":
        source = right.parts[0] if right.parts else right
        mine = left.vn == source.vn or bool(set(_vns(left)) & set(_vns(source)))
        return ip.derive(left, node, "divided by the sum of exp", kind="prob", parts=(left, right),
                         tags=left.tags - {"of-unknown"} | {"by-hand", "normalised"}, trust=left.trust if mine else LIKELY)  # fmt: skip
    if (
        left.kind in ("weight", "prob")
        and right.parts
        and (right.has("reduced", "mass", "summed") or (right.reduced == "sum" and left.axes[-1:] == ("V",)))
        and _same_source(left, right.parts[0])
    ):
        return ip.derive(
            left,
            node,
            "divided by its sum",
            kind="prob",
            tags=left.tags | {"renormalised"},
            parts=(left, right),
        )
    if left.is_score:
        const = right.const
        if not right.known and _weighs(left, right):
            return _normalised_by(ip, node, left.untagged("scaled"), right)
        if isinstance(const, (int, float)) and not isinstance(const, bool):
            if _is_minus_ln2(const):
                return _divide(ip, node, negate(ip, node, left), right.but(const=-const))
            if isinstance(const, float) and left.base == "e" and _ln2(const) == "*":
                return ip.derive(left, node, "nats to bits", base="2")
            if isinstance(const, float) and left.base == "2" and _ln2(const) == "/":
                return ip.derive(left, node, "bits to nats", base="e")
            if isinstance(const, float) and left.base == "e" and abs(const - math.log(10)) < 1e-3:
                return ip.derive(left, node, "nats to log10", base="10")
            if const == 1:
                return left.but(vn=fresh())
        if left.base == "e" and any(
            isinstance(part.const, float) and _ln2(part.const) == "*" for part in right.parts
        ):
            left = left.but(base="2").step(*ip.place(node), "nats to bits")
        if right.kind == "length" or (
            (right.kind in ("int", "num", "?", "list") or _is_called_tokens(right))
            and _counts(left, right, node)
        ):
            return _normalised_by(ip, node, left, right)
        name = _named(node, "right").lower()
        if left.kind == "logit" and _is_learned(right):
            return ip.derive(left, node, "divided by a temperature that is fitted", parts=(left, right))
        if left.kind == "logit":
            fixed = (
                {"fixed-temperature"}
                if isinstance(const, (int, float)) and not isinstance(const, bool)
                else set()
            )
            return ip.derive(
                left,
                node,
                "divided by a temperature",
                tags=left.tags | {"warped"} | fixed,
                parts=(left, right),
                made=node,
            )
        if (
            left.kind == "logprob"
            and not left.reduced
            and (_is_temperature(name) or (isinstance(const, float) and left.level in ("vocab", "token")))
        ):
            return ip.derive(
                left,
                node,
                "divided by a temperature",
                tags=left.tags | {"tempered"},
                parts=(left, right),
                made=node,
            )
        if right.is_score:
            kind = "num" if left.kind == right.kind else "?"
            return Value(kind, fresh(), parts=(left, right), tags=frozenset({"quotient"}), axes=left.axes)
        if left.reduced in ("sum", "mean"):
            return ip.derive(
                left, node, "divided", reduced="?", parts=(left, right), tags=left.tags | {"scaled"}
            )
        if not left.reduced and right.known:
            return ip.derive(left, node, "divided", tags=left.tags | {"scaled"}, parts=(left, right))
        return ip.derive(
            left,
            node,
            "divided",
            reduced="?",
            tags=left.tags | {"scaled"},
            parts=(left, right),
            trust=POSSIBLE,
        )
    if left.const in (1, 1.0) and not right.is_score and _is_temperature(_named(node, "right")):
        return unknown(parts=(left, right), tags=frozenset({"inverse-temperature"}))
    if _is_number(left) and _is_number(right):
        return Value("num", fresh(), axes=(), parts=(left, right))
    if left.const in (1, 1.0) and (logit := _squashed(right)) is not None:
        return logit.but(
            kind="prob", vn=fresh(), tags=frozenset({"elementwise", "sigmoid"}), parts=(logit,), made=node
        )
    return unknown(parts=(left, right), tags=_QUOTIENT if not left.known else frozenset())


def _squashed(divisor: Value) -> Value | None:
    """The logit of ``1 + exp(-logit)``."""
    weight = divisor.parts[0] if divisor.kind == "weight" and divisor.has("eps") and divisor.parts else None
    logit = weight.parts[0] if weight is not None and weight.kind == "weight" and weight.parts else None
    return logit if logit is not None and logit.kind == "logit" and logit.has("negated") else None


_QUOTIENT = frozenset({"quotient"})


def _weighs(total: Value, divisor: Value) -> bool:
    """Whether a total of scores is divided by the total of what they were multiplied with, or selected by."""
    if divisor.has("clamped") and divisor.parts:
        divisor = divisor.parts[0]
    if total.reduced != "sum" or not _adds_up(divisor):
        return False
    if divisor.has("running-sum") and total.has("acc") and total.parts:
        total, divisor = total.parts[0], divisor.parts[0]
        if not _adds_up(divisor):
            return False
    weighted = total.parts[0].parts if total.parts else ()
    weight = divisor.parts[0]
    return len(weighted) > 1 and any(weight.vn in (w.vn, *(p.vn for p in w.parts)) for w in weighted)


def _is_temperature(name: str) -> bool:
    return bool(names.words(name) & {"temperature", "temperatures", "temp", "temps", "tau", "t"})


def _vns(value: Value) -> list[int]:
    return [value.vn, *(p.vn for p in value.parts)]


_COUNT_WORDS = frozenset({"n", "num", "count", "counts", "len", "length", "lengths", "lens", "tokens", "ntokens", "total", "size", "denom",
                          "denominator", "cnt", "steps", "numel", "words", "bytes", "chars", "examples", "samples", "k", "norm"})  # fmt: skip


def _summed(node: ast.AST) -> str:
    """What is added up in a divisor ``sum(lengths)`` or ``np.sum(lengths)``."""
    call = getattr(node, "right", None)
    if isinstance(call, ast.Call) and call.args and _named(node, "right") in ("sum", "fsum"):
        return call.args[0].id if isinstance(call.args[0], ast.Name) else ""
    return ""


def _is_called_tokens(divisor: Value) -> bool:
    """Whether the name alone makes it token ids: what is divided by is a number of them."""
    return divisor.kind == "ids" and divisor.has("by-name")


def _counts(left: Value, right: Value, node: ast.AST) -> bool:
    """Whether the divisor is how many there were."""
    if right.kind == "list" or (isinstance(right.const, int) and not right.has("acc")):
        return False
    if right.kind == "int" and (
        right.ref in ("count", "counter") or (right.ref == "loop" and right.has("+1"))
    ):
        return True
    return (
        bool(names.words(_named(node, "right")) & _COUNT_WORDS)
        or bool(names.words(_summed(node)) & _COUNT_WORDS)
        or right.has("acc", "counter")
    )


def _counts_tokens(count: Value, node: ast.AST) -> bool:
    """Whether a divisor is a number of tokens, not of sequences."""
    if names.words(_named(node, "right")) & {
        "tokens",
        "token",
        "ntokens",
        "tok",
        "toks",
        "words",
        "bytes",
        "chars",
    }:
        return True
    counted = count.parts[0] if count.kind == "length" and count.parts else None
    if counted is None:
        return False
    per_token = (
        counted.elem is not None
        and counted.elem.is_score
        and counted.elem.axes == ()
        and not counted.elem.reduced
    )
    of_tokens = counted.level == "token" and (
        count.ref in ("numel", "size:T") or counted.axes in (("T",), ("N",))
    )
    return counted.kind in ("mask", "ids", "length") or per_token or of_tokens


def _normalised_by(ip: Expressions, node: ast.AST, left: Value, right: Value) -> Value:
    """A sum divided by a count."""
    if left.kind in ("logprob", "nll", "logit", "entropy", "ratio"):
        if left.outer == "sum":
            by_tokens = left.reduced == "sum" and (left.has("merged-batch") or _counts_tokens(right, node))
            result = ip.derive(left, node, "divided by their number", parts=(left, right), outer="mean",
                               reduced="mean" if by_tokens else left.reduced,
                               tags=left.tags | {"token-weighted"} if by_tokens else left.tags)  # fmt: skip
        else:
            reduced = {"sum": "mean", "mean": "mean-over-length", "": "", "?": "?"}.get(
                left.reduced, left.reduced
            )
            result = ip.derive(
                left,
                node,
                "divided by the length",
                reduced=reduced,
                parts=(left, right),
                tags=left.tags | {"by-length"},
            )
        function = "mean"
    elif left.kind == "prob" and left.outer == "sum":
        result = ip.derive(left, node, "divided by their number", outer="mean", parts=(left, right))
        function = "mean"
    elif left.kind == "prob":
        added = left.reduced == "sum" and not left.has("joint")
        result = ip.derive(left, node, "divided by the length", tags=left.tags | {"over-length"}, parts=(left, right),
                           reduced="mean" if added else left.reduced)  # fmt: skip
        function = "mean" if added else "over-length"
    elif left.kind == "ppl":
        result = ip.derive(
            left,
            node,
            "divided by their number",
            outer="mean" if left.outer == "sum" else left.outer,
            parts=(left, right),
        )
        function = "mean"
    else:
        return unknown(parts=(left, right))
    result = result.but(made=node)
    ip.emit(events.Reduce(node, function, left, None, False, "", "ratio", result))
    return result


def _power(ip: Expressions, node: ast.AST, left: Value, right: Value) -> Value:
    if isinstance(left.const, (int, float)) and not left.has("acc"):
        base = {2.0: "2", 10.0: "10"}.get(float(left.const), "")
        if abs(left.const - math.e) < 1e-2:
            base = "e"
        if base and right.is_score:
            return exponential(ip, node, right, base)
    if left.kind == "prob" and right.known and not right.is_score:
        return ip.derive(
            left,
            node,
            "to a power",
            tags=left.tags | {"geometric", "powered"},
            reduced="gmean" if left.reduced == "prod" else left.reduced,
        )
    if left.is_score:
        return ip.derive(left, node, "to a power", kind="?", parts=(left, right))
    return unknown(parts=(left, right))


def _both(ip: Expressions, node: ast.AST, left: Value, right: Value) -> Value:
    """``a & b`` of two masks keeps what both keep."""
    if left.kind != "mask" or right.kind != "mask":
        mask = left if left.kind == "mask" else right
        if mask.kind != "mask":
            return unknown()
        # The other keeps some of the tokens, nobody knows which.
        return mask.untagged("attention", *_ENDS).but(vn=fresh(), items=(mask,))
    if (target := _target_side(left, right)) is not None:
        return target
    known = left if left.has("by-value") or not right.has("by-value") else right
    drops = left.has("drop") and right.has("drop")
    tags = (left.tags | right.tags) - {"keep", "drop", "attention", *_ENDS} | (
        {"drop"} if drops else {"keep"} if left.has("keep") or right.has("keep") else set()
    )
    if left.has("attention") and right.has("attention"):
        tags |= {"attention"}
    return known.but(
        vn=fresh(), tags=frozenset(tags), trust=min(left.trust, right.trust), items=(left, right)
    )


def _target_side(left: Value, right: Value) -> Value | None:
    """Of one mask, cut like the inputs and cut like the targets, the latter."""
    if left.origin is None or left.origin != right.origin or left.span is None or right.span is None:
        return None
    if left.tags - _CUTS != right.tags - _CUTS:
        return None
    offset = left.span.start.minus(right.span.start)
    return (left if offset > 0 else right) if offset else None


_CUTS = frozenset({"cut-front", "cut-back"})
_COMBINE = {"+": _add, "-": _subtract, "*": _multiply, "/": _divide, "**": _power, "&": _both}


def augmented(ip: Expressions, node: ast.AugAssign | ast.BinOp, sign: str, old: Value, value: Value) -> Value:
    """``old += value``: in a loop, the many become one."""
    value = as_scores(ip, value)
    if sign == "+" and old.kind in ("list", "text", "ids"):
        return binary(ip, node, sign, old, value)
    # What an object adds to its own attribute it adds on every call.
    repeated = bool(ip.loops) or isinstance(getattr(node, "target", None), ast.Attribute)
    accumulates = (
        repeated
        and value.is_score
        and (old.const is not MISSING or old.kind in (value.kind, "nll", "logprob", "partition", "none", "?"))
    )
    if accumulates and sign in "+-":
        positive = value if sign == "+" else negate(ip, node, value)
        return accumulated(ip, node, "sum", positive, old)
    if sign in "+-" and not value.known and repeated and (value.has("log") or _adds_up(value)):
        return unknown(parts=(value,), tags=_RUNNING_SUM, made=node)
    if sign == "*" and not value.known and ip.loops and (old.const in (1, 1.0) or old.has("running-product")):
        return unknown(tags=frozenset({"running-product"}), made=node)
    if (
        sign == "*"
        and value.is_score
        and (old.const in (1, 1.0) or old.ref == 1.0 or old.has("acc"))
        and repeated
    ):
        return accumulated(ip, node, "prod", value, old)
    if (
        sign == "+"
        and repeated
        and (value.kind in ("int", "length") or value.const is not MISSING)
        and not old.is_score
    ):
        kind = "int" if value.kind in ("int", "bool") else "length"
        parts = value.parts or (value,)
        return Value(
            kind,
            fresh(),
            axes=(),
            tags=frozenset({"acc", "counter"}),
            ref="counter" if kind == "int" else value.ref,
            parts=parts,
        )
    return binary(ip, node, sign, old, value)


_RUNNING_SUM = frozenset({"reduced", "sum", "running-sum"})


def _adds_up(value: Value) -> bool:
    """Whether it is the sum of something unknown."""
    return value.has("reduced") and value.has("sum") and bool(value.parts)


def accumulated(ip: Expressions, node: ast.AST, function: str, value: Value, old: Value) -> Value:
    """One more term of a running sum or product."""
    tags = value.tags - {"maybe"} | {"acc"}
    if value.kind == "weight" and function == "sum":
        changes = {"kind": "partition", "axes": ()}
        tags |= {"summed"}
    elif value.reduced or (value.axes == () and value.has("member")):
        changes = {"outer": function}
        if value.reduced == value.outer == "mean":
            tags -= TOKEN_WEIGHTED
    elif value.level in ("token", "") or value.pick in ("fixed", "?"):
        changes = {"reduced": function}
    else:
        changes = {"outer": function}
    # What an attribute is called that is added to held nothing else before: it is the total itself.
    total = isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Attribute) and old.has("by-name")
    regularised = old.is_score and not old.has("acc") and value.kind == "nll" and not total
    if regularised:
        tags |= {"regularised"} | _auxiliary(node)
    word = "summed" if function == "sum" else "multiplied"
    result = ip.derive(value, node, f"{word} up in a loop", tags=tags, parts=(value,), made=node, **changes)
    ip.emit(events.Reduce(node, function, value, None, False, "", "loop", result))
    return result


def negate(ip: Expressions, node: ast.AST, value: Value) -> Value:
    value = as_scores(ip, value)
    if isinstance(value.const, (int, float)) and not value.has("acc"):
        const = -value.const
        kind = value.kind
        return Value(
            kind,
            ip.number("const", kind, const),
            const=const,
            axes=(),
            pos=Affine(None, const) if isinstance(const, int) else None,
        )
    if value.kind == "list" and value.elem is not None and value.elem.is_score:
        return unknown()
    if value.pos is not None and value.kind in ("int", "length", "?"):
        return Value(
            "int",
            ip.number("-", value.vn),
            axes=(),
            parts=(value,),
            ref="negative",
            pos=Affine(ip.number("neg", value.vn), 0),
        )
    kind = {
        "logprob": "logprob" if value.has("abs") else "nll",
        "nll": "logprob",
        "plogp": "plogp",
        "entropy": "entropy",
        "ratio": "ratio",
        "logit": "logit",
    }.get(value.kind, "?")
    if kind == "?":
        return unknown(ip.number("-", value.vn), parts=(value,), tags=frozenset({"negated"}))
    tags = (
        value.tags ^ {"negated"} if kind in ("logit", "ratio", "plogp", "entropy") else value.tags - {"abs"}
    )
    made = node if value.has("mean-loss") else value.made
    result = value.but(kind=kind, vn=ip.number("-", value.vn), tags=tags, parts=(value,), made=made)
    result = result.step(*ip.place(node), "negated")
    ip.emit(events.Elementwise(node, "negate", value, "e", result))
    return result


@operation("negate")
def negate_call(ip: Expressions, site: Site) -> Value:
    return negate(ip, site.node, site["x"])


@operation("not")
def invert_call(ip: Expressions, site: Site) -> Value:
    return invert(ip, site.node, site["x"])


def invert(ip: Expressions, node: ast.AST, value: Value) -> Value:
    if value.kind == "mask":
        keep, drop = value.has("keep"), value.has("drop")
        tags = value.tags - {"keep", "drop"} | ({"drop"} if keep else set()) | ({"keep"} if drop else set())
        if value.has(*_ENDS):
            tags ^= set(_ENDS)
        return value.but(vn=ip.number("not", value.vn), tags=frozenset(tags), parts=(value,), items=None)
    if value.kind == "bool" and value.const is not MISSING:
        return Value("bool", ip.number("const", not value.const), const=not value.const)
    return Value("bool", ip.number("not", value.vn), parts=(value,))


_ENDS = ("from-a-place", "to-a-place")
_SEEN = {
    **dict.fromkeys(((">", 0), ("!=", 0), (">=", 1)), "from-a-place"),
    **dict.fromkeys((("==", 0), ("<", 1)), "to-a-place"),
}
"""What is asked of a running count to learn whether there was any so far."""
_PROMPT = frozenset({"prompt", "prompts", "context", "ctx", "source", "src", "question", "prefix"})


def compare(ip: Expressions, node: ast.AST, sign: str, left: Value, right: Value) -> Value:
    """A comparison; of token ids or labels with a constant it is a mask."""
    result: Value
    if left.kind == "ids" and is_ignored(right) and not left.has("-100"):
        # Who asks where the labels are -100 has labels that may be -100.
        spelled = getattr(node, "left", None)
        if isinstance(spelled, ast.Name) and spelled.id in ip.env:
            ip.env[spelled.id] = ip.env[spelled.id].tagged("-100")
    if left.kind in ("range", "index") and sign in _PREFIX and right.kind not in ("range", "index"):
        tags = {"by-position", "prefix" if sign in ("<", "<=") else "suffix"}
        if isinstance(right.ref, str) and names.words(right.ref) & _PROMPT:
            tags.add("to-a-place" if sign in ("<", "<=") else "from-a-place")
        result = Value(
            "mask",
            ip.number("mask", sign, left.vn, right.vn),
            axes=left.axes,
            parts=(left, right),
            span=left.span and Span(left.span.start, None),
            tags=frozenset(tags),
            ref=sign,
            made=node,
        )
    elif left.kind in ("ids", "mask") and sign in _BY_VALUE and left.axes != ():
        result = _mask(ip, node, sign, left, right)
    elif left.ref == "count-so-far" and (sign, right.const) in _SEEN:
        tags = {_SEEN[sign, right.const]} if not left.parts[0].has("attention", "by-position") else set()
        result = Value(
            "mask", ip.number("mask", sign, left.vn, right.vn), axes=left.axes, parts=(left, right),
            tags=frozenset(tags), ref=sign, made=node, trust=LIKELY,
        )  # fmt: skip
    elif right.kind in ("ids", "mask") and sign in ("==", "!=") and right.axes != ():
        result = _mask(ip, node, sign, right, left)
    elif not left.known and left.span is not None and right.const in (0, 1, -100):
        result = Value(
            "mask",
            ip.number("mask", sign, left.vn, right.vn),
            parts=(left, right),
            span=left.span,
            origin=left.origin,
            tags=left.tags & {"cut-front", "cut-back"},
            ref=sign,
            made=node,
            trust=LIKELY,
        )
    else:
        result = Value(
            "bool",
            ip.number("compare", sign, left.vn, right.vn),
            axes=left.axes,
            parts=(left, right),
            ref=sign,
            made=node,
        )
    if left.known or (right.known and right.kind != "none"):
        ip.emit(events.Compare(node, sign, left, right, result))
    return result


def special_token(value: Value) -> str:
    """pad_token_id, eos_token_id or ignore_index where the name that the value was given says so."""
    if not isinstance(value.ref, str) or value.kind not in ("int", "?", "ids"):
        return ""
    has = names.words(value.ref)
    for word, meant in (
        ("pad", "pad_token_id"),
        ("padding", "pad_token_id"),
        ("eos", "eos_token_id"),
        ("ignore", "ignore_index"),
    ):
        if word in has:
            return meant
    return ""


def is_ignored(label: Value) -> bool:
    """Whether a label is the one that losses ignore: -100, or what is called so."""
    if label.const is not MISSING:
        return bool(label.const == -100)
    return special_token(label) == "ignore_index"


_PREFIX = ("<", "<=", ">", ">=")
_BY_VALUE = ("==", "!=", ">", ">=", "<", "<=")


def _mask(ip: Expressions, node: ast.AST, sign: str, ids: Value, other: Value) -> Value:
    tags: set[str] = set(ids.tags & {"cut-front", "cut-back"})
    special = special_token(other)
    padding = other.const in (-100, 0) or special in ("pad_token_id", "eos_token_id", "ignore_index")
    if ids.kind == "mask":
        positive = (
            (sign == "!=" and other.const == 0) or (sign == "==" and other.const == 1) or sign in (">",)
        )
        if ids.has("keep", "drop"):
            tags |= {"keep" if ids.has("keep") == positive else "drop"}
        tags |= ids.tags & {"attention"}
    elif padding or (isinstance(other.const, int) and other.const < 0) or not other.known:
        dropped = sign in ("==", "<", "<=")
        if padding or isinstance(other.const, int):
            tags |= {"drop" if dropped else "keep", "by-value"}
            if is_ignored(other):
                tags |= {"ignored"}
            if other.const == 0:
                tags |= {"ignored" if sign in (">=", "<") else "zero"}
            if special in ("pad_token_id", "eos_token_id"):
                tags |= {special}
    return Value("mask", ip.number("mask", sign, ids.vn, other.vn), axes=ids.axes, parts=(ids, other), span=ids.span, origin=ids.origin,
                 tags=frozenset(tags), ref=sign, trust=ids.trust, made=node)  # fmt: skip
