"""What ``base[index]`` is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow import events, names
from seqscore_lint.flow.operations import serving
from seqscore_lint.flow.operations.arithmetic import masked
from seqscore_lint.flow.operations.forward import as_scores, item
from seqscore_lint.flow.operations.iteration import CANDIDATE, SHORT, list_offset
from seqscore_lint.flow.operations.places import (
    END,
    cut_by,
    index_tuple,
    is_array,
    is_of_width_one,
    position_in,
    size_of,
    slice_value,
)
from seqscore_lint.flow.operations.reducing import list_axis
from seqscore_lint.flow.values import (
    MISSING,
    UNKNOWN_AXES,
    WHOLE,
    Span,
    Value,
    join,
    unknown,
)

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions


TOKEN_ID = "token-id"
"""What the number of one token refers to."""
_ID_WORDS = frozenset({"id", "ids", "tok", "token", "tokens", "label", "labels", "target", "targets", "tid", "y", "tgt", "gold", "w", "t",
                       "v", "letter", "letters", "options", "word", "nxt"})  # fmt: skip


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
            else index_tuple(ip, node.slice)
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


def _container(ip: Expressions, node: ast.Subscript, base: Value, index: Value) -> Value:
    from seqscore_lint.flow.attributes import member

    if base.kind == "int" and base.has("listed"):
        # An array of integers, of which no more is known than of any other.
        base = unknown(base.vn, ref=base.ref)

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
        if base.kind == "index" and base.has("sorted") and base.axes in (("V",), ("*", "V")):
            whole = all(bound.kind == "none" for bound in (index.items or ())[:2])
            return base.but(vn=vn, axes=base.axes if whole else ("C",))
        return _unknown_slice(ip, node, base, index, vn) if not base.known else unknown(vn, parts=(base,))
    if not base.known and drops_zeros(index, base):
        return without_zeros(base, vn, node)
    if not base.known and (index.kind == "none" or (const == 0 and base.has("nonzero"))):
        return base.but(vn=vn)
    if not base.known and index.kind == "tuple" and any(part.kind == "slice" for part in index.items or ()):
        cuts = [
            part
            for part in index.items or ()
            if part.kind == "slice" and any(bound.kind != "none" for bound in part.items or ())
        ]
        return (
            _unknown_slice(ip, node, base, cuts[-1], vn).tagged(*_axes_of_cut(index.items or (), cuts[-1]))
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
        ) and (
            not (base.kind == "dict" and base.elem is not None and base.elem.known)
            or (base.has("by-token") and const in ("token", "logprob"))
        ):
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
            index.pos.plus(list_offset(base))
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
    return entry.but(span=cut_by(ip, entry.span, index)) if entry.has("echoed") else entry


def drops_zeros(index: Value, base: Value) -> bool:
    """``x[x != 0]``, ``x[np.nonzero(x)]``"""
    if index.has("nonzero") or index.kind == "index":
        return len(index.parts) == 1 and index.parts[0].vn == base.vn
    compares = index.kind == "bool" and index.ref in ("!=", ">") and len(index.parts) == 2
    return compares and index.parts[0].vn == base.vn and index.parts[1].const == 0


def without_zeros(base: Value, vn: int, node: ast.AST) -> Value:
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


def _unknown_slice(ip: Expressions, node: ast.AST, base: Value, index: Value, vn: int) -> Value:
    """A part of something unknown: where it was cut is known all the same."""
    origin = base.origin if base.origin is not None else base.vn
    part = unknown(
        vn,
        parts=(base,),
        origin=origin,
        span=cut_by(ip, base.span or WHOLE, index),
        tags=base.tags | _slice_tags(index),
        ref=base.ref,
        made=base.made,
    )
    return _cut_here(ip, node, base, part)


def _cut_here(ip: Expressions, node: ast.AST, base: Value, part: Value) -> Value:
    """A part with one more step of evidence where its end was cut off."""
    return part.step(*ip.place(node), CUT) if part.has("cut-back") and not base.has("cut-back") else part


CUT = "cut at its end"


def _array(ip: Expressions, node: ast.Subscript, base: Value, parts: list[ast.expr]) -> tuple[Value, Value]:
    """``scores[...]``: each index keeps, cuts, removes or selects along one axis."""
    indices: list[Value] = []
    for part in parts:
        if isinstance(part, ast.Slice):
            indices.append(slice_value(ip, part))
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
        if len(real) == 1 and real[0][0].kind == "index" and real[0][0].has("sorted"):
            return ("V",)  # the likeliest few of one distribution
        if len(real) == 1 and _is_token_in_turn(*real[0]):
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


def _is_token_in_turn(index: Value, part: ast.expr) -> bool:
    """Whether an index is the token that a loop over token ids is at, which no position and no row is."""
    alone = index.kind == "ids" and index.pos is not None and index.axes in ((), UNKNOWN_AXES)
    if not alone or not isinstance(part, ast.Name) or _names_several(part):
        return False
    return _names_id(part) or len(part.id) == 1


def numbers_symbols(generator: ast.comprehension) -> bool:
    """Whether it goes over an alphabet, with numbers: ``enumerate(alphabet)``."""
    call = generator.iter
    if not isinstance(call, ast.Call) or names.last(call.func) != "enumerate" or not call.args:
        return False
    return any(names.words(names.last(part)) & _SYMBOLS for part in ast.walk(call.args[0]))


_SYMBOLS = _ALPHABETS | {"chars", "characters", "tokens", "itos"}


_SINGULAR = frozenset({"yes", "pos", "eos", "bos", "cls", "class", "this"})


def _is_of_each_position(listed: Value, others: list[Value]) -> bool:
    """Whether a list holds one entry's number for each position: those of tokens in turn, or beside a range of positions."""
    if listed.kind == "list" and any(other.kind == "range" for other in others):
        return True
    tokens = listed.elem is not None and listed.elem.kind == "ids" and list_axis(listed.elem) == "T"
    return tokens and any(other.kind != "slice" for other in others)


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
            if name in ("V", "C", "?") and is_of_width_one(index):
                result[position] = "1"
            if name == "T" or (base.kind in ("ids", "mask") and axes == ["T"]):
                left = cut_by(
                    ip, base.span or (WHOLE if base.origin is not None or base.is_score else None), index
                )
                changes["span"] = left
                tags |= _slice_tags(index)
                if "row" in tags and left is not None and _leaves_padding(left, tags):
                    tags -= {"padded", "padded-left"}
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
            changes["pos"] = position_in(base.span, index)
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
            changes["pos"] = position_in(base.span, assigned[0][0])
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
    if base.kind == "mask":
        value = _cut_here(ip, node, base, value)
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
        text.const is MISSING or (isinstance(text.const, str) and len(text.const) > SHORT)
    )


def _picks_by_name(assigned: list[tuple[Value, ast.expr, int | None]]) -> bool:
    if not assigned:
        return False
    last_index, last_part, _ = assigned[-1]
    return last_index.kind == "ids" or (not last_index.known and _names_id(last_part))


def _leaves_padding(span: Span, tags: set[str]) -> bool:
    """Whether one row was cut at a number of its own on the side of its padding, which is left behind."""
    cut = span.start if "padded-left" in tags else span.stop
    return cut is not None and cut.symbol not in (None, END)


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
    elif index.kind in ("list", "tuple") and "T" in value.axes and _is_of_each_position(index, others):
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
    ).step(*ip.place(node), f"{PICKED.get(pick, pick)} taken")
    ip.emit(
        events.Select(
            node, "index", base.but(span=value.span, pos=value.pos, axes=base.axes), index, -1, result
        )
    )
    return result


PICKED = {
    "chosen": "the chosen token's entry",
    "fixed": "one fixed entry",
    "subset": "a few entries",
    "max": "the largest entry",
    "topk": "the k largest entries",
}
