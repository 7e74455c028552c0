"""Which entry: subscripts, gather, iteration, and stores into a part of a tensor."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING

from seqscore_lint.flow import events, names
from seqscore_lint.flow.operations import Site, operation, serving
from seqscore_lint.flow.operations.arithmetic import (
    fills_out,
    invert,
    is_zero,
    masked,
    may_be_none,
    none_as_zero,
)
from seqscore_lint.flow.operations.forward import as_ids, as_scores, believe_ids, item
from seqscore_lint.flow.operations.reducing import as_array, as_column, list_axis
from seqscore_lint.flow.values import (
    LIKELY,
    MISSING,
    POSSIBLE,
    UNKNOWN_AXES,
    WHOLE,
    ZERO,
    Affine,
    Span,
    Value,
    axis_index,
    fresh,
    join,
    unknown,
)
from seqscore_lint.flow.values import gather as side_by_side

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions

END = -1
"""The symbol of an affine position that counts from the end of the sequence."""

CANDIDATE = "candidate"
"""What the number of one of the compared is: ``max(range(n), key=lambda i: scores[i])``."""

_SHORT = 8
"""Texts of at most so many characters may well be one token."""
_ARRAYS = ("ids", "mask", "partition", "logz", "length")
TOKEN_ID = "token-id"
"""What the number of one token refers to."""

_ID_WORDS = frozenset({"id", "ids", "tok", "token", "tokens", "label", "labels", "target", "targets", "tid", "y", "tgt", "gold", "w", "t",
                       "v", "letter", "letters", "options", "word", "nxt"})  # fmt: skip


def is_array(value: Value) -> bool:
    return value.is_score or value.kind in _ARRAYS


# -- subscripts -------------------------------------------------------------------------------------------------------


def subscript(ip: Expressions, node: ast.Subscript, base: Value) -> Value:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    tuple_slice = len(parts) == 1 and isinstance(parts[0], ast.Slice) and "<labels>" in (base.fields or {})
    if (
        base.kind == "output"
        and not tuple_slice
        and not (len(parts) == 1 and isinstance(parts[0], ast.Constant))
    ):
        base = as_scores(ip, base)
    if base.kind == "tuple" and len(parts) == 1 and isinstance(getattr(parts[0], "value", None), str):
        base = unknown(base.vn, ref=getattr(node.value, "id", None))  # no tuple has string keys
    if base.kind == "text" and len(parts) > 1:
        base = unknown(base.vn, ref=base.ref)  # what has several axes is no text, whatever it is called
    if (
        ((base.has("by-name") and base.kind != "output") or base.kind == "text")
        and len(parts) == 1
        and isinstance(parts[0], ast.Constant)
        and isinstance(parts[0].value, str)
    ):
        base = unknown(base.vn, ref=base.ref)  # what has string keys is no array, whatever it is called
    if (base.kind == "range" or (not base.known and base.origin is not None)) and all(map(_adds_axis, parts)):
        return base.but(vn=ip.number("axis", base.vn, ast.dump(node.slice)))
    if is_array(base):
        result, index = _array(ip, node, base, parts)
    else:
        index = (
            ip.expr(node.slice)
            if not isinstance(node.slice, (ast.Slice, ast.Tuple))
            else _index_tuple(ip, node.slice)
        )
        result = _container(ip, node, base, index)
    if base.known or base.has("added"):
        ip.emit(events.Subscript(node, base, index, result))
    return result


def _adds_axis(part: ast.expr) -> bool:
    """``None``, ``:`` or ``...``: nothing is cut."""
    if isinstance(part, ast.Slice):
        return part.lower is part.upper is part.step is None
    return (isinstance(part, ast.Constant) and part.value in (None, Ellipsis)) or (
        isinstance(part, ast.Attribute) and part.attr == "newaxis"
    )


def _slice_value(ip: Expressions, node: ast.Slice) -> Value:
    bounds = tuple(
        ip.expr(part) if part is not None else Value("none", 0, const=None)
        for part in (node.lower, node.upper, node.step)
    )
    return Value("slice", fresh(), items=bounds)


def _container(ip: Expressions, node: ast.Subscript, base: Value, index: Value) -> Value:
    from seqscore_lint.flow.attributes import member

    vn = ip.number("item", base.vn, index.vn)
    const = index.const
    if index.kind == "slice":
        if base.kind in ("list", "tuple"):
            lower = index.items[0] if index.items else None
            tags = base.tags | ({"sliced"})
            elem = base.elem
            if (
                elem is not None
                and elem.has("none-first")
                and lower is not None
                and lower.kind != "none"
                and lower.const != 0
            ):
                elem = elem.untagged("none-first", "maybe")
            if elem is not None and base.has("echoed"):
                elem = _cut_echoed(ip, elem, index)
            return base.but(
                vn=ip.number("slice", base.vn, *(v.vn for v in index.items or ())),
                items=None,
                elem=elem,
                tags=tags,
                parts=(base, index),
            )
        if base.kind == "bool":
            return base.but(vn=vn, const=MISSING)
        if base.kind == "shape":
            return base.but(vn=vn, axes=UNKNOWN_AXES)
        if base.kind == "text":
            return base.but(vn=vn, const=MISSING, tags=base.tags - {"templated"})
        if base.kind == "output":
            return base
        if base.kind == "index" and base.has("sorted") and base.axes == ("V",):
            whole = all(bound.kind == "none" for bound in (index.items or ())[:2])
            return base.but(vn=vn, axes=base.axes if whole else ("C",))
        return _unknown_slice(ip, base, index, vn) if not base.known else unknown(vn, parts=(base,))
    if not base.known and _drops_zeros(index, base):
        return _without_zeros(base, vn, node)
    if not base.known and index.kind == "none":
        return base.but(vn=vn)
    if not base.known and index.kind == "tuple" and any(part.kind == "slice" for part in index.items or ()):
        cuts = [
            part
            for part in index.items or ()
            if part.kind == "slice" and any(bound.kind != "none" for bound in part.items or ())
        ]
        return (
            _unknown_slice(ip, base, cuts[-1], vn).tagged(*_axes_of_cut(index.items or (), cuts[-1]))
            if cuts
            else unknown(vn, origin=base.origin, span=base.span, parts=(base,), ref=base.ref)
        )
    if base.kind == "places":
        return base.but(vn=vn, parts=(*base.parts, index))
    if base.kind == "shape" and isinstance(const, int):
        return size_of(ip, base.parts[0], const)
    if (
        base.kind == "output"
        and const == 0
        and "<labels>" not in (base.fields or {})
        and _may_be_row(ip, base)
    ):
        rows = as_scores(ip, base)
        return rows.but(vn=vn, axes=("*", "V"))
    if base.kind == "output" and isinstance(const, int):
        return item(ip, base, const).step(*ip.place(node), f"output[{const}]")
    if isinstance(const, str):
        if base.fields and const in base.fields:
            return base.fields[const]
        if base.kind in (
            "?",
            "output",
            "encoding",
            "response",
            "dict",
            "generated",
            "object",
            "list",
        ) and not (base.kind == "dict" and base.elem is not None and base.elem.known):
            found = member(ip, base, const, vn, node)
            if found.known or found.has("alternative") or found.axes != UNKNOWN_AXES:
                return found
    if (
        base.kind in ("tuple", "list")
        and base.items is not None
        and isinstance(const, int)
        and -len(base.items) <= const < len(base.items)
    ):
        return base.items[const]
    if base.kind == "num" and base.has("filled") and index.kind in ("slice", "tuple", "none"):
        return base.but(vn=vn, fields=None)
    if base.kind == "num" and base.fields is not None and isinstance(const, int):
        return base.fields.get(str(const)) or Value(
            "num", ip.number("const", "float", "0.0"), const=0.0, axes=()
        )
    if base.kind in ("list", "tuple", "dict") and base.elem is not None:
        found = base.elem
        if base.kind == "dict" and base.fields:
            for field in base.fields.values():
                found = join(found, field)
        if const == 0 and (base.ref == "top_logprobs" or base.has("top")):
            return first_entry(ip, node, base, found.but(vn=vn))
        if base.kind == "dict" and base.has("top") and not base.has("has-actual"):
            found = found.tagged("looked-up")
        pos = (
            index.pos.plus(_list_offset(base))
            if base.kind == "list" and index.pos is not None and not isinstance(const, int)
            else found.pos
        )
        return found.but(vn=vn, pos=pos)
    if base.kind == "response" and base.parts:
        return serving.part_of(base, vn)
    if base.kind == "dict" and base.fields and index.kind == "text" and index.has("any-key"):
        from seqscore_lint.flow.attributes import held_by

        return held_by(base)
    return unknown(vn, parts=(base,), ref=const if isinstance(const, str) else None)


def _axes_of_cut(indices: tuple[Value, ...], cut: Value) -> tuple[str, ...]:
    """What ``x[:, 1:]``, ``x[:, 1:, None]`` and ``x[0, 1:, None]`` say of the axes: the second is cut, one is added behind it.

    ``x[None, 1:]`` is a batch of one.
    """
    if len(indices) < 2 or cut is not indices[1]:
        return ()
    if indices[0].kind == "none":
        return ("of-one-row",)
    rows = ("of-rows",) if indices[0].kind == "slice" else ()
    return ("cut-second", *rows, *(("axis-added",) if indices[-1].kind == "none" else ()))


def _cut_echoed(ip: Expressions, entry: Value, index: Value) -> Value:
    """What a slice of a server's list holds: the log-probs, the tables or the tuples of some of the text's tokens."""
    if entry.kind == "tuple" and entry.items:
        items = tuple(_cut_echoed(ip, item, index) if item.has("echoed") else item for item in entry.items)
        return entry.but(items=items)
    if entry.kind == "dict" and entry.elem is not None:
        return entry.but(elem=_cut_echoed(ip, entry.elem, index))
    return entry.but(span=_cut(ip, entry.span, index)) if entry.has("echoed") else entry


def _drops_zeros(index: Value, base: Value) -> bool:
    """``x[x != 0]``"""
    compares = index.kind == "bool" and index.ref in ("!=", ">") and len(index.parts) == 2
    return compares and index.parts[0].vn == base.vn and index.parts[1].const == 0


def _without_zeros(base: Value, vn: int, node: ast.AST) -> Value:
    """What is left of an unknown array without its zeros, which matters where it holds token ids."""
    tags = base.tags | {"zero-dropped"}
    return unknown(vn, origin=vn, span=WHOLE, tags=tags, made=node, ref=base.ref)


def _may_be_row(ip: Expressions, output: Value) -> bool:
    """Whether ``model(ids[None])[0]`` may well be the row of a batch of one: the model returns what its library does not say."""
    inputs = (output.fields or {}).get("<inputs>")
    of_one = inputs is not None and (inputs.axes[:1] == ("1",) or inputs.has("single"))
    return of_one and not ip.module.imports("transformers")


def first_entry(ip: Expressions, node: ast.AST, base: Value, entry: Value) -> Value:
    """The first of the alternatives at one position, whichever token that is."""
    entry = entry.tagged("first-entry").but(made=node)
    if entry.is_score:
        entry = entry.but(pick="first").step(*ip.place(node), "the first of the alternatives")
        ip.emit(events.Select(node, "first", base, unknown(0), None, entry))
    return entry


def _unknown_slice(ip: Expressions, base: Value, index: Value, vn: int) -> Value:
    """A part of something unknown: where it was cut is known all the same."""
    origin = base.origin if base.origin is not None else base.vn
    return unknown(
        vn,
        parts=(base,),
        origin=origin,
        span=_cut(ip, base.span or WHOLE, index),
        tags=base.tags | _slice_tags(index),
        ref=base.ref,
        made=base.made,
    )


def _array(ip: Expressions, node: ast.Subscript, base: Value, parts: list[ast.expr]) -> tuple[Value, Value]:
    """``scores[...]``: each index keeps, cuts, removes or selects along one axis."""
    indices: list[Value] = []
    for part in parts:
        if isinstance(part, ast.Slice):
            indices.append(_slice_value(ip, part))
        elif isinstance(part, ast.Constant) and part.value is Ellipsis:
            indices.append(Value("ellipsis", 0))
        else:
            indices.append(ip.expr(part))
    base = base.but(axes=_refined(base, indices, parts))
    axes = list(base.axes)
    used = sum(1 for index in indices if index.kind not in ("none", "ellipsis"))
    ellipsis = next((i for i, index in enumerate(indices) if index.kind == "ellipsis"), None)
    assigned: list[tuple[Value, ast.expr, int | None]] = []
    if ellipsis is None:
        star = axes[:1] == ["*"]
        position = 0
        for index, part in zip(indices, parts):
            if index.kind == "none":
                assigned.append((index, part, len(axes) if not star and position >= len(axes) else None))
            else:
                assigned.append((index, part, None if star else position))
                position += 1
        if star and len(indices) == 1 and indices[0].kind == "mask":
            assigned = [(indices[0], parts[0], None)]
    else:
        before = [(v, p) for v, p in zip(indices[:ellipsis], parts[:ellipsis])]
        after = [(v, p) for v, p in zip(indices[ellipsis + 1 :], parts[ellipsis + 1 :])]
        star = axes[:1] == ["*"]
        position = 0
        for index, part in before:
            if index.kind == "none":
                assigned.append((index, part, None))
            else:
                assigned.append((index, part, None if star else position))
                position += 1
        count = sum(1 for v, _ in after if v.kind != "none")
        position = len(axes) - count
        floor = 1 if star else 0
        for index, part in after:
            if index.kind == "none":
                assigned.append((index, part, len(axes) if position >= len(axes) else None))
            else:
                assigned.append((index, part, position if position >= floor else None))
                position += 1
    del used
    return _indexed(ip, node, base, axes, assigned, ellipsis is not None)


def _refined(base: Value, indices: list[Value], parts: list[ast.expr]) -> tuple[str, ...]:
    """Axes of unknown rank, made definite by how they are indexed."""
    axes = base.axes
    if axes == ("T",) and base.has("by-position") and len(parts) == 2:
        return ("B", "T")  # arange(T) < lengths[:, None]
    if axes[:1] != ("*",):
        return axes
    if any(index.kind == "ellipsis" for index in indices):
        at = next(i for i, index in enumerate(indices) if index.kind == "ellipsis")
        after = [index for index in indices[at + 1 :] if index.kind != "none"]
        if (
            axes == UNKNOWN_AXES
            and len(after) == 1
            and after[0].kind == "slice"
            and (base.kind in ("ids", "mask") or base.pick == "chosen")
        ):
            return ("*", "T")
        if axes == ("*", "V") and len(after) == 2 and after[0].kind == "slice":
            return ("*", "T", "V")
        return axes
    real = [(index, part) for index, part in zip(indices, parts) if index.kind != "none"]
    vocabulary = axes[-1:] == ("V",)
    if (
        axes == UNKNOWN_AXES
        and base.has("normalised")
        and not base.pick
        and len(real) == 2
        and real[0][0].kind in ("range", "index")
    ):
        return ("T", "V")
    if vocabulary or (
        base.kind in ("logit", "prob", "logprob", "weight") and axes == UNKNOWN_AXES and base.pick == "?"
    ):
        if len(real) == 3:
            return ("B", "T", "V")
        if len(real) == 2:
            first, second = real[0][0], real[1][0]
            if second.kind == "slice" or (
                isinstance(second.const, int)
                and (second.const < 0 or isinstance(first.const, int) or first.kind == "slice")
            ):
                return ("B", "T", "V") if vocabulary else axes
            if (
                second.kind in ("ids", "list")
                or first.kind in ("range", "index")
                or second.ref == TOKEN_ID
                or _names_id(real[1][1])
            ):
                return ("T", "V")
            if isinstance(first.const, int) and second.pos is not None:
                return ("B", "T", "V") if vocabulary else axes
            return axes
        if (
            len(real) == 1
            and vocabulary
            and real[0][0].kind == "ids"
            and real[0][0].axes == ()
            and real[0][0].has("tokenised", "token-id")
        ):
            return ("V",)
        if len(real) == 1 and axes == ("*", "V") and base.pos is not None and _names_id(real[0][1]):
            return ("V",)  # one row of those that were gone through
        if len(real) == 1 and axes == ("*", "V") and _is_looked_up(*real[0]):
            return ("V",)
        if len(real) == 1 and vocabulary and real[0][0].kind == "slice":
            bounds = real[0][0].items or ()
            return (
                ("T", "V")
                if any(isinstance(b.const, int) and b.const in (-1, 1) for b in bounds[:2])
                else axes
            )
        return axes
    if axes == ("*", "1") and len(real) in (2, 3):
        return ("T", "1") if len(real) == 2 else ("B", "T", "1")
    if base.kind in ("ids", "mask") or base.pick == "chosen":
        if len(real) == 2:
            return ("B", "T")
        if len(real) == 1 and real[0][0].kind == "slice" and base.kind in ("ids", "mask"):
            return axes if _is_window(real[0][0]) else ("T",)
    return axes


_ALPHABETS = frozenset({"alphabet", "vocab", "vocabulary", "stoi", "ctoi", "c2i", "char2idx", "char2id", "char2ix", "tok2id",
                        "token2id", "token2idx", "word2id", "word2idx", "w2i", "letters", "symbols"})  # fmt: skip


def _is_looked_up(index: Value, part: ast.expr) -> bool:
    """Whether an index is the number of one symbol of an alphabet: ``stoi[c]``."""
    if index.ref == TOKEN_ID:
        return index.axes == ()
    mapping = (
        part.value if isinstance(part, ast.Subscript) and not isinstance(part.slice, ast.Slice) else None
    )
    return mapping is not None and not index.known and bool(names.words(names.last(mapping)) & _ALPHABETS)


def numbers_symbols(generator: ast.comprehension) -> bool:
    """Whether it goes over an alphabet, with numbers: ``enumerate(alphabet)``."""
    call = generator.iter
    if not isinstance(call, ast.Call) or names.last(call.func) != "enumerate" or not call.args:
        return False
    return any(names.words(names.last(part)) & _SYMBOLS for part in ast.walk(call.args[0]))


_SYMBOLS = _ALPHABETS | {"chars", "characters", "tokens", "itos"}

_SINGULAR = frozenset({"yes", "pos", "eos", "bos", "cls", "class", "this"})


def _names_several(node: ast.AST) -> bool:
    """Whether an index is called by a plural: ``option_ids``."""
    name = names.last(node)
    return name.endswith("s") and len(name) > 2 and not names.words(name) & _SINGULAR


def _is_window(index: Value) -> bool:
    """Whether a slice runs from one variable to another: a batch of rows, or a part of a text, nobody knows."""
    low, high = (index.items or (unknown(), unknown()))[:2]
    return low.const is MISSING and low.kind != "none" and high.const is MISSING and high.kind != "none"


def _names_id(node: ast.AST) -> bool:
    name = names.last(node)
    if isinstance(node, ast.Call):
        return (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in ("item", "long", "tolist")
            and _names_id(node.func.value)
        )
    if isinstance(node, ast.Subscript):
        return _names_id(node.value)
    return bool(names.words(name) & _ID_WORDS)


def _indexed(
    ip: Expressions, node: ast.Subscript, base: Value, axes: list[str], assigned: list[tuple[Value, ast.expr, int | None]], has_ellipsis: bool
) -> tuple[Value, Value]:  # fmt: skip
    result: list[str | None] = list(axes)
    added: list[int] = []
    changes: dict[str, object] = {}
    tags = set(base.tags)
    selected: tuple[Value, int] | None = None
    unresolved = False
    advanced = [
        index
        for index, _, _ in assigned
        if index.kind in ("ids", "list", "range", "index", "?", "tuple", "length", "mask")
    ]
    vocabulary_index: Value | None = None
    selecting: Value | None = None
    for index, _part, position in assigned:
        if index.kind == "none":
            added.append(-1 if position is not None else 0)
            continue
        if position is None or position >= len(axes):
            if index.kind == "mask":
                selecting = index
                result = [a for a in ("T", "V") if a in axes] or ["T"]
                if base.kind == "ids":
                    result = ["T"]
                break
            unresolved = True
            continue
        name = axes[position]
        if index.ref == CANDIDATE and name in ("B", "T"):
            tags |= {"own-context"}
        if index.kind == "slice":
            if name in ("V", "C", "?") and _is_of_width_one(index):
                result[position] = "1"
            if name == "T" or (base.kind in ("ids", "mask") and axes == ["T"]):
                changes["span"] = _cut(
                    ip, base.span or (WHOLE if base.origin is not None or base.is_score else None), index
                )
                tags |= _slice_tags(index)
            elif name == "V":
                whole = all(bound.kind == "none" for bound in index.items or ())
                tags |= set() if whole else {"vocabulary-cut"}
            elif name in ("?", "N", "C", "1") and not all(b.kind == "none" for b in index.items or ()):
                tags |= {"sliced"}
            continue
        if name == "V":
            selected = (index, position)
            vocabulary_index = index
            result[position] = None
            continue
        if index.kind == "mask":
            selecting = index
            result = [a for a in axes if a not in ("B", "T", "N")]
            result.insert(0, "T" if base.kind == "ids" or base.pick or "V" in axes else "N")
            break
        if name in ("T", "N") and (index.kind == "bool" or (not index.known and index.origin is not None)):
            tags |= {"masked", "selected", "masked-otherwise"}
            changes["parts"] = (base, index)
            continue
        if name == "T":
            if index.kind in ("range", "index", "ids", "list", "tuple") and index.axes != ():
                if len(advanced) < 2 and index.kind == "ids":
                    tags |= {"rows-by-ids"}
                    result[position] = "T"
                changes["span"] = (
                    index.span
                    if index.kind == "range" and index.span is not None
                    else base.span
                    if index.kind == "range"
                    else None
                )
                if index.kind in ("index", "?", "list"):
                    changes["span"] = None
                if len(advanced) >= 2:
                    changes.setdefault("pos", None)
                rows = any(
                    i.kind == "range"
                    for i, _, p in assigned
                    if p is not None and p < position and axes[p] == "B"
                )
                if len(advanced) >= 2 and (index.kind == "index" or (rows and not _are_crossed(advanced))):
                    # One position of each row.
                    result[position] = None
                    tags |= {"per-row"}
                continue
            result[position] = None
            changes["pos"] = _position(base.span, index)
            if _is_in_turn(index):
                tags -= {"member"}
            if isinstance(index.const, int) and index.const == -1:
                tags |= {"last-position"}
                if base.has("padded"):
                    tags |= {"read-from-padded"}
            continue
        if name in ("B", "N", "C", "?", "1"):
            if (
                index.kind in ("range", "ids", "list", "index", "tuple")
                and index.axes != ()
                and not isinstance(index.const, int)
            ):
                if index.kind == "range" and len(advanced) >= 2:
                    continue
                if name in ("?", "C", "N") and index.kind in ("ids", "list", "index"):
                    tags |= {"picked"}
                continue
            result[position] = None
            if name == "B":
                tags |= {"row"}
    final = [a for a in result if a is not None]
    for where in added:
        final = [*final, "1"] if where == -1 else ["1", *final]
    if unresolved and axes[:1] == ["*"]:
        final = ["*", *[a for a in final if a == "V"]] if selected is None and "V" in axes else ["*"]
        if base.kind == "ids" and all(i.kind != "slice" for i, _, _ in assigned):
            final = ["*"]
        if base.kind == "ids" and any(i.kind == "slice" for i, _, _ in assigned):
            changes["span"] = None
        elif base.kind == "ids" and len(assigned) == 1 and assigned[0][0].ref == "loop":
            changes["pos"] = _position(base.span, assigned[0][0])
    if "*" in final[1:]:  # ids[None]: a row of its own
        final = (
            ["T" if a == "*" else a for a in final]
            if base.kind in ("ids", "mask")
            else final[final.index("*") :]
        )
    index_value = (
        vocabulary_index if vocabulary_index is not None else (assigned[-1][0] if assigned else unknown(0))
    )
    key = (
        "index",
        base.vn,
        *(v.vn if v.kind != "slice" else tuple(b.vn for b in v.items or ()) for v, _, _ in assigned),
    )
    cut = all(index.kind == "slice" for index, _, _ in assigned)
    value = (base.but if cut else base.rearranged)(
        vn=ip.number(*key), axes=tuple(final), tags=frozenset(tags), const=MISSING, **changes
    )
    if base.kind == "ids" and not final:
        value = value.but(pos=changes.get("pos", value.pos))
        if len(assigned) == 1 and isinstance(index_value.const, int) and _is_long_label(base):
            value = value.but(tags=value.tags | {"one-of-several"}, made=node)
    if base.kind == "ids" and any(
        i.kind in ("index", "?") and i.const is MISSING and i.pos is None for i, _, _ in assigned
    ):
        value = value.untagged("-100")  # who picks labels by their positions has left the ignored ones out
    if selecting is not None:
        value = masked(
            ip,
            node,
            base.but(tags=value.tags),
            selecting,
            True,
            "selected",
            vn=value.vn,
            axes=value.axes,
            span=value.span,
        )
        value = value.untagged("-100") if selecting.has("ignored") and selecting.has("keep") else value
    if selected is not None:
        value = _picked(ip, node, base, value, selected, assigned)
    elif (
        base.kind in ("logit", "logprob", "prob")
        and base.pick == "?"
        and not unresolved
        and _picks_by_name(assigned)
    ):
        value = value.but(pick="chosen")
    return value, index_value


def _are_crossed(indices: list[Value]) -> bool:
    """Whether one of the indices has a row and a column, so that the others are of rows and of columns: every place is read."""
    return any(index.kind == "ids" and index.axes == ("B", "T") for index in indices)


def _is_in_turn(index: Value) -> bool:
    """Whether it is the place that a loop is at, or one beside it."""
    return index.ref == "loop" or any(part.ref == "loop" for part in index.parts)


def _is_long_label(ids: Value) -> bool:
    """Whether ids were made of a text that is not a short literal, and may be several tokens."""
    if not ids.has("tokenised") or not ids.parts:
        return False
    text = ids.parts[0]
    return not text.has("short") and (
        text.const is MISSING or (isinstance(text.const, str) and len(text.const) > _SHORT)
    )


def _picks_by_name(assigned: list[tuple[Value, ast.expr, int | None]]) -> bool:
    if not assigned:
        return False
    last_index, last_part, _ = assigned[-1]
    return last_index.kind == "ids" or (not last_index.known and _names_id(last_part))


def _slice_tags(index: Value) -> set[str]:
    lower, upper = (index.items or (None, None))[:2]
    found = set()
    if lower is not None and lower.kind != "none" and lower.const != 0:
        found.add("cut-front")
    if upper is not None and upper.kind != "none":
        found.add("cut-back")
    return found


def _picked(
    ip: Expressions, node: ast.Subscript, base: Value, value: Value, selected: tuple[Value, int],
    assigned: list[tuple[Value, ast.expr, int | None]],
) -> Value:  # fmt: skip
    """One entry of the vocabulary axis was taken."""
    index, _ = selected
    part = next(p for i, p, _ in assigned if i is index)
    axes = list(value.axes)
    if index.kind == "index" and index.has("sorted") and index.axes == ("V",):
        return value.but(axes=(*axes, "V"))  # the whole distribution in another order
    best = index.kind == "index" and index.has("sorted") and index.axes == ("C",)
    others = [i for i, _, _ in assigned if i is not index]
    paired = any(i.kind in ("range", "index", "ids", "mask", "?") for i in others)
    if index.kind == "ids" and index.has("argmax"):
        pick = "max"
    elif best:
        pick = "topk"
        axes.append("C")
    elif (
        index.kind in ("list", "tuple")
        and index.elem is not None
        and index.elem.kind == "ids"
        and list_axis(index.elem) == "T"
        and "T" in value.axes
        and any(i.kind != "slice" for i in others)
    ):
        pick = "chosen"
    elif index.kind in ("list", "tuple", "dict"):
        pick = "subset"
        axes.append("1" if len(index.items or ()) == 1 else "C")
    elif isinstance(index.const, int) or index.ref in ("pad_token_id", "eos_token_id", "bos_token_id"):
        pick = "fixed"
    elif index.ref == TOKEN_ID and index.axes == ():
        pick = "chosen"
    elif index.kind == "ids":
        pick = "chosen"
        if (not paired and index.axes and index.axes != ("*",)) or (
            not paired and not axes and index.has("by-name") and _names_several(part)
        ):
            pick = "subset"
            axes.append("C")
        elif not paired and index.axes == ("*",) and "T" not in base.axes:
            pick = "subset" if index.pos is None else "chosen"  # one of several ids, in turn
    elif index.kind == "slice":
        return value
    elif not index.known and not paired and not axes and index.pos is None and _names_several(part):
        pick = "subset"
        axes.append("C")
    else:
        pick = "chosen" if _names_id(part) or not index.known else "fixed"
    origin = value.origin if value.origin is not None or index.kind != "ids" else index.origin
    result = value.but(
        pick=pick,
        axes=tuple(axes),
        span=index.span or value.span,
        origin=origin,
        parts=(base, index),
        tags=value.tags | (index.tags & {"composed", "rolled", "-100"}),
    ).step(*ip.place(node), f"{_PICKED.get(pick, pick)} taken")
    ip.emit(
        events.Select(
            node, "index", base.but(span=value.span, pos=value.pos, axes=base.axes), index, -1, result
        )
    )
    return result


_PICKED = {
    "chosen": "the chosen token's entry",
    "fixed": "one fixed entry",
    "subset": "a few entries",
    "max": "the largest entry",
    "topk": "the k largest entries",
}


def _position(span: Span | None, index: Value) -> Affine | None:
    if index.pos is None:
        return Affine(index.vn, 0) if index.kind in ("int", "?", "length", "index") else None
    if span is None or span.start == ZERO:
        return (
            index.pos if not (isinstance(index.const, int) and index.const < 0) else Affine(END, index.const)
        )
    if span.start.symbol is None:
        return index.pos.plus(span.start.const)
    return Affine(hash((index.pos.symbol, span.start.symbol)), index.pos.const + span.start.const)


def _bound(value: Value) -> Affine | None:
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


def _cut(ip: Expressions, span: Span | None, index: Value) -> Span | None:
    """The span that is left after a slice of the token axis."""
    lower, upper, step = index.items or (Value("none"),) * 3
    if span is None or (step.kind not in ("none",) and step.const != 1):
        return None
    start, stop = span.start, span.stop
    low, high = _bound(lower), _bound(upper)
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


# -- gather and friends -----------------------------------------------------------------------------------------------


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
        result = ip.derive(base, site.node, f"{_PICKED[pick]} gathered", axes=result_axes, pick=pick, parts=(x, index), span=index.span or x.span,
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
    if isinstance(batch, int) and batch >= 1 and axis == batch:
        if x.axes == ("*", "V") and batch == 2:
            x = x.but(axes=("B", "T", "V"))
        axes = x.axes[:-1] if x.axes[-1:] == ("V",) else UNKNOWN_AXES
        result = ip.derive(x, site.node, _PICKED["chosen"], axes=axes, pick="max" if site["index"].has("argmax") else "chosen",
                           parts=(x, site["index"]))  # fmt: skip
    elif axis_index(x.axes, axis) is not None and x.axes[axis_index(x.axes, axis) or 0] == "V":
        result = ip.derive(x, site.node, "a few entries", pick="subset", parts=(x, site["index"]))
    else:
        return unknown(parts=(x, site["index"]))
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
            "a few entries",
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
    return _without_zeros(x, fresh(), site.node) if not x.known and _drops_zeros(mask, x) else unknown()


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
    if x.kind == "ids" and const == -100:
        result = masked(
            ip, site.node, x.but(tags=x.tags | {"-100", *_ignored_by(mask)}), mask, False, "ignored"
        )
        return _put_in_place(ip, site, result)
    if x.kind == "ids" and const == 0:
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
    return masked(ip, site.node, as_scores(ip, site["x"]), site["mask"], False, "zeroed")


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
        _rebind(ip, site.node.args[0], updated)
    return unknown()


@operation("count-at")
def count_at(ip: Expressions, site: Site) -> Value:
    """np.add.at(table, places, 1): in place; np.bincount(ids): a new table."""
    if site.fact("fresh"):
        return unknown(parts=(site["x"],), tags=frozenset({"counted"}))
    table, place = site["x"], site.node.args[0] if site.node.args else None
    if table.has("filled") and table.ref == 0 and place is not None:
        _rebind(ip, place, table.but(vn=fresh(), tags=table.tags | {"counted"}))
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
                if score.kind == "ids":
                    tags = tags - {"-100"} | {"clamped"}
            if score.kind == "ids" and const == -100:
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
    return {"minus-infinity"} if infinite else set()


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


@operation("trim-zeros")
def trim_zeros(ip: Expressions, site: Site) -> Value:
    """What is 0 at the ends goes, which matters where the numbers are token ids."""
    x = site["x"]
    if x.kind == "ids":
        return x.but(vn=fresh(), span=None)
    return unknown() if x.known else _without_zeros(x, fresh(), site.node)


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


# -- iteration --------------------------------------------------------------------------------------------------------


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
            isinstance(item.const, str) and len(item.const) <= _SHORT for item in iterated.items
        ):
            elem = elem.tagged("short")
        if iterated.has("none-skipped"):
            elem = elem.untagged("maybe", "none-first")
        if elem.kind == "ids" and elem.axes == () and iterated.span is not None:
            return elem.but(
                pos=_position(iterated.span, Value("int", 0, pos=Affine(symbol, 0))),
                vn=ip.number("elem", iterated.vn, symbol),
            )
        return elem.but(
            vn=ip.number("elem", iterated.vn, symbol),
            pos=elem.pos if elem.pos is not None else Affine(symbol, _list_offset(iterated)),
        )
    if is_array(iterated) and iterated.axes and iterated.axes[0] != "*":
        leading = iterated.axes[0]
        changes: dict[str, object] = {"axes": iterated.axes[1:], "vn": ip.number("elem", iterated.vn, symbol)}
        if leading == "T":
            changes["pos"] = _position(iterated.span, Value("int", 0, pos=Affine(symbol, 0)))
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
            pos=_position(iterated.span, Value("int", 0, pos=Affine(symbol, 0))),
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
    methods = ip.module.methods.get(owner.ref, {})
    for name in ("__getitem__", "__iter__"):
        if name in methods:
            method = ip.attribute_of(owner, name, node)
            found = ip.apply(method, (owner, Value("int", fresh(), axes=(), ref="loop")), node)
            return (found.elem or unknown()) if name == "__iter__" and found.kind == "list" else found
    return unknown()


def _list_offset(iterated: Value) -> int:
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
    low = _bound(start)
    return Value(
        "range",
        ip.number("range", start.vn, stop.vn),
        axes=("T",),
        items=(start, stop),
        span=Span(low or ZERO, _bound(stop)),
        parts=(start, stop),
    )


# -- stores -----------------------------------------------------------------------------------------------------------


def store(ip: Expressions, target: ast.Subscript, value: Value) -> None:
    """``base[index] = value``."""
    base = ip.expr(target.value)
    index = (
        ip.expr(target.slice)
        if not isinstance(target.slice, (ast.Slice, ast.Tuple))
        else _index_tuple(ip, target.slice)
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
        _rebind(ip, target.value, updated)


def _index_tuple(ip: Expressions, node: ast.Slice | ast.Tuple) -> Value:
    if isinstance(node, ast.Slice):
        return _slice_value(ip, node)
    parts = tuple(_slice_value(ip, p) if isinstance(p, ast.Slice) else ip.expr(p) for p in node.elts)
    return Value("tuple", fresh(), items=parts)


def _rebind(ip: Expressions, node: ast.expr, value: Value) -> None:
    if isinstance(node, ast.Name):
        ip.env[node.id] = value
    elif isinstance(node, ast.Attribute):
        owner = ip.expr(node.value)
        if owner.kind == "self" or (owner.kind == "object" and ip.is_receiver(node.value)):
            ip.attributes.setdefault(owner.ref, {})[node.attr] = value
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
        if value.const == -100 or value.ref == "ignore_index":
            tags |= {"-100", *_ignored_part(index)}
        elif value.const is not MISSING:
            tags = tags - {"-100"} | {"clamped"} if index.kind == "mask" else tags
        if last.kind == "slice" and last.items and value.span is not None:
            low = _bound(last.items[0]) or ZERO
            if value.span.start.minus(low) == 1:
                tags |= {"moved"}  # labels[:, a - 1 : b - 1] = ids[:, a:b]
        if index.kind == "mask" and (value.const == -100 or value.ref == "ignore_index"):
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
        return scores.but(axes=UNKNOWN_AXES, vn=fresh())
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


def _is_of_width_one(index: Value) -> bool:
    """``[5:6]``, ``[i : i + 1]``"""
    low, high = (index.items or (unknown(), unknown()))[:2]
    if len(high.parts) == 2 and high.parts[0].vn == low.vn and high.parts[1].const == 1:
        return True
    lower, upper = low.const, high.const
    return isinstance(lower, int) and isinstance(upper, int) and upper - lower == 1 and lower * upper >= 0


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


__all__ = ["LIKELY", "as_array", "element", "size_of", "store", "subscript"]
