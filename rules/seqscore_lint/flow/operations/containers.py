"""Lists, dictionaries and the functions that go over them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow import events, names
from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.operations.arithmetic import (
    binary,
    in_place_of_none,
    is_zero,
    may_be_none,
    none_as_zero,
)
from seqscore_lint.flow.operations.forward import as_scores
from seqscore_lint.flow.operations.iteration import element
from seqscore_lint.flow.operations.places import is_array
from seqscore_lint.flow.operations.reducing import as_array, list_axis, reduction
from seqscore_lint.flow.values import LIKELY, MISSING, POSSIBLE, WHOLE, Value, fresh, gather, unknown

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions


@operation("loader")
def loader(ip: Expressions, site: Site) -> Value:
    """The batches of a data loader: what its collate function makes of a list of examples."""
    collate, example = site.keywords.get("collate_fn"), element(ip, site["x"], site.node)
    if collate is None:
        batch = example
    else:
        if collate.kind == "object":
            collate = ip.attribute_of(collate, "__call__", site.node)
        if collate.kind != "function":
            return unknown(trust=POSSIBLE, parts=site.args)
        owner = collate.parts[:1]
        batch = ip.apply(collate, (*owner, Value("list", fresh(), elem=example)), site.node)
    held = batch.kind in ("encoding", "dict", "ids") or (
        batch.kind == "tuple" and all(map(_is_cut, batch.items or ()))
    )
    return Value("list", fresh(), elem=batch, trust=LIKELY) if held else unknown(trust=POSSIBLE)


def _is_cut(item: Value) -> bool:
    """Whether it is known, or at least what it was cut from."""
    return item.known or item.origin is not None


@operation("append")
def append(ip: Expressions, site: Site) -> Value:
    """list.append in place: the list's elements are joined."""
    target, item = site["x"], as_scores(ip, site["item"])
    for score in (item,) if item.is_score else _echoed(item):
        if column := _column(site.node):
            ip.emit(events.Show(site.node, column, score))
    item = in_place_of_none(ip, site.node, item)
    if target.items and len(target.items) == 1 and is_zero(target.items[0]) and _is_token_of_api(item):
        # [0.0] in place of the first log-prob, which was never there.
        item = none_as_zero(ip, target.made or site.node, item)
    if target.kind in ("list", "?", "num", "none"):
        old = target.elem
        if ip.loops:
            item = ip.in_turn(item, ip.loops[-1])
            if item.has("padded") and _goes_over_part(ip.loops[-1]):
                item = item.but(span=None, tags=item.tags - {"padded", "padded-left"})
        elem = (
            item
            if old is None
            else gather(old, item)
            if old.known and item.known
            else (old if old.known else item)
        )
        tags = target.tags | ({"built-in-loop"} if ip.loops else set())
        kind_vn = target.vn if target.kind == "list" else fresh()
        updated = Value(
            "list", kind_vn, elem=elem, tags=tags, trust=elem.trust, ref=target.ref, steps=elem.steps
        )
        if elem.known:
            _put_back(ip, site.node, updated)
    return Value("none", 0, const=None)


def _goes_over_part(loop: ast.AST) -> bool:
    """``for i in range(start, end)``: whether padding is in between, nobody knows."""
    ranged = loop.iter if isinstance(loop, ast.For) else None
    if not (isinstance(ranged, ast.Call) and names.last(ranged.func) == "range" and len(ranged.args) > 1):
        return False
    return not (isinstance(ranged.args[0], ast.Constant) and ranged.args[0].value in (0, 1))


def _echoed(item: Value) -> list[Value]:
    """The scores of a text that a server gave, in a tuple of what belongs to it."""
    return [part for part in item.items or () if part.has("echoed")] if item.kind == "tuple" else []


def _is_token_of_api(item: Value) -> bool:
    return may_be_none(item) and item.domain == "api" and not item.has("acc")


def _column(node: ast.Call) -> str:
    """What a list is called that is appended to: ``columns["name"].append(x)``, ``self.name.append(x)``."""
    held = node.func.value if isinstance(node.func, ast.Attribute) else None
    key = held.slice if isinstance(held, ast.Subscript) else None
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return key.value
    return names.last(held)


@operation("extend")
def extend(ip: Expressions, site: Site) -> Value:
    target, item = site["x"], site["item"]
    if target.kind == "list":
        place = site.node.func.value if isinstance(site.node.func, ast.Attribute) else None
        longer = extended(ip, site.node, target, item, place)
        if longer is not None:
            _put_back(ip, site.node, longer)
        elif target.elem is not None:
            _put_back(ip, site.node, Value("list", target.vn))
    return Value("none", 0, const=None)


def extended(
    ip: Expressions, node: ast.AST, target: Value, item: Value, place: ast.expr | None
) -> Value | None:
    """A list with the entries of another or of an array; None where these are not known."""
    if item.kind in ("list", "tuple", "mapped"):
        elem = item.elem
    else:
        elem = element(ip, item, node) if is_array(item) else None
    if elem is None:
        return None
    if ip.loops:
        elem = ip.in_turn(elem, ip.loops[-1])
    elem = elem if target.elem is None else gather(target.elem, elem)
    tags = target.tags | {"extended", *_gathers(ip, place)}
    return Value("list", target.vn, elem=elem, tags=tags, trust=elem.trust, steps=elem.steps)


def _gathers(ip: Expressions, place: ast.expr | None) -> set[str]:
    """Whether a list is extended again and again: in a loop, or by every call of a method."""
    return {"gathered"} if ip.loops or isinstance(place, ast.Attribute) else set()


def _put_back(ip: Expressions, call: ast.Call, value: Value) -> None:
    from seqscore_lint.flow.operations.writing import rebind

    if isinstance(call.func, ast.Attribute):
        place = call.func.value
        if isinstance(place, ast.Subscript):
            owner = ip.expr(place.value)
            if owner.kind == "dict" and isinstance(place.value, ast.Name):
                key = ip.expr(place.slice) if not isinstance(place.slice, ast.Slice) else unknown()
                if isinstance(key.const, str):
                    fields = {**(owner.fields or {}), key.const: value}
                    ip.env[place.value.id] = owner.but(fields=fields)
                else:
                    ip.env[place.value.id] = owner.but(elem=value, ref=key)
                return
        rebind(ip, place, value)


@operation("to-list")
def to_list(ip: Expressions, site: Site) -> Value:
    x = as_scores(ip, site["x"])
    if x.kind in ("list", "tuple"):
        return x.but(kind="list")
    if x.kind in ("zip", "enumerate", "range", "items", "mapped") or is_array(x):
        return x
    if x.kind == "dict":
        return Value("list", fresh(), elem=element(ip, x, site.node))
    if x.kind == "encoding":
        return x
    return unknown(x.vn) if x.known else unknown(x.vn, ref=x.ref, tags=x.tags & {"filtered"})


@operation("dict")
def dict_(ip: Expressions, site: Site) -> Value:
    if site.args and site.args[0].kind == "zip" and site.args[0].items and len(site.args[0].items) == 2:
        pair = element(ip, site.args[0], site.node)
        key, value = pair.items or (unknown(), unknown())
        return Value("dict", fresh(), elem=value, ref=key, fields={})
    fields = {name: value for name, value in site.keywords.items() if name != "**"}
    for keyword in site.node.keywords:
        if keyword.arg in fields:
            ip.emit(events.Assign(keyword.value, keyword.arg, fields[keyword.arg]))
    return Value("dict", fresh(), fields=fields)


@operation("dict-from-keys")
def dict_from_keys(ip: Expressions, site: Site) -> Value:
    """``dict.fromkeys(options, 0.0)``: the same value under every key."""
    key = element(ip, site["x"], site.node)
    return Value("dict", fresh(), elem=site["value"], ref=key, fields={}, parts=(key,))


@operation("with-columns")
def with_columns(ip: Expressions, site: Site) -> Value:
    """DataFrame.assign(name=column)."""
    frame, columns = site["x"], {name: value for name, value in site.keywords.items() if name != "**"}
    if frame.kind not in ("?", "dict") or not columns:
        return frame
    for keyword in site.node.keywords:
        value = columns.get(keyword.arg or "")
        if value is not None and value.kind == "function":
            columns[str(keyword.arg)] = value = ip.apply(value, (frame,), site.node)
        if value is not None:
            ip.emit(events.Assign(keyword.value, str(keyword.arg), value))
    return Value("dict", fresh(), fields={**(frame.fields or {}), **columns}, ref=frame.ref)


@operation("aggregate")
def aggregate(ip: Expressions, site: Site) -> Value:
    """``groups.agg(name=(column, function))``: one number a group."""
    from seqscore_lint.flow.attributes import column

    frame, found = site["x"], {}
    for keyword in site.node.keywords:
        given = site.keywords.get(keyword.arg or "", unknown())
        items = given.items or ()
        name, function = (items[0].const, items[1].const) if len(items) == 2 else (None, None)
        if not isinstance(name, str) or function not in _AGGREGATES:
            continue
        x = column(ip, frame, name, site.node)
        if x.is_score:
            x = x if x.axes else x.but(axes=(list_axis(x),))
            found[str(keyword.arg)] = reduction(ip, keyword.value, str(function), x, None, False)
            ip.emit(events.Assign(keyword.value, str(keyword.arg), found[str(keyword.arg)]))
    return Value("dict", fresh(), fields=found) if found else unknown()


_AGGREGATES = frozenset({"sum", "mean", "prod", "max", "min", "median"})


@operation("meter")
def meter(ip: Expressions, site: Site) -> Value:
    """A running mean of what it is given."""
    return Value("list", fresh(), items=(), tags=frozenset({"meter"}))


@operation("all-reduce")
def all_reduce(ip: Expressions, site: Site) -> Value:
    """torch.distributed.all_reduce in place: what every rank has is added up, or averaged."""
    x = site["x"]
    spelled = site.node.args[0] if site.node.args else None
    if x.is_score and isinstance(spelled, ast.Name):
        averages = str(site["op"].ref).endswith("AVG")
        tags = x.tags - {"token-weighted", "rescaled", "merged-batch"} | {"listed"}
        changes = {"outer": "mean" if averages else "sum", "tags": tags, "made": site.node}
        ip.env[spelled.id] = ip.derive(x, site.node, "reduced over the ranks", **changes)
    return Value("none", 0, const=None)


@operation("defaultdict")
def defaultdict(ip: Expressions, site: Site) -> Value:
    factory = site["x"]
    elem = Value("list", fresh(), items=()) if factory.ref == "list" else None
    if factory.ref != "float":
        return Value("dict", fresh(), elem=elem, fields={})
    zero = Value("num", fresh(), const=0.0, axes=())
    return Value("dict", fresh(), elem=zero, fields={}, tags=frozenset({"zero-default"}))


@operation("field")
def field(ip: Expressions, site: Site) -> Value:
    """dataclasses.field: what an attribute begins with."""
    made = {"dict": Value("dict", fresh(), fields={}), "list": Value("list", fresh(), items=())}
    return site["default"] if site.given("default") else made.get(str(site["default_factory"].ref), unknown())


@operation("dict-get")
def dict_get(ip: Expressions, site: Site) -> Value:
    base, key, default = site["x"], site["key"], site.roles.get("default")
    if base.kind == "dict":
        if isinstance(key.const, str) and base.fields and key.const in base.fields:
            return base.fields[key.const]
        if base.elem is not None and (base.elem.known or not isinstance(key.const, str)):
            found = base.elem.but(vn=ip.number("item", base.vn, key.vn))
            if base.has("top") and not _is_of_its_place(base, key):
                found = found.tagged("looked-up")
            return (
                found.but(parts=(base, key, default), tags=found.tags | {"defaulted"})
                if default is not None
                else found
            )
        if default is not None and not base.fields:
            return default.but(vn=fresh())
    if isinstance(key.const, str):
        from seqscore_lint.flow.attributes import member

        return member(ip, base, key.const, ip.number("item", base.vn, key.vn), site.node)
    return unknown(parts=(base, key, *([default] if default is not None else [])))


def _is_of_its_place(table: Value, key: Value) -> bool:
    """Whether a token is looked up in the table of its own position, which holds what stands there."""
    return table.has("has-actual") and table.pos is not None and table.pos == key.pos


@operation("dict-items")
def dict_items(ip: Expressions, site: Site) -> Value:
    base = site["x"]
    if base.kind == "ids" and base.has("by-name"):
        # A mapping of names to token ids is called after what it holds: one of each, or several.
        vn = fresh()
        axes = ("T",) if _are_several(ip.module.parent(site.node)) else ()
        ids = Value(
            "ids", vn, axes=axes, origin=vn, span=WHOLE, trust=base.trust, tags=base.tags, ref=base.ref
        )
        return Value("items", fresh(), items=(Value("text", fresh()), ids), parts=(base,))
    base = _by_token(base)
    if base.kind != "dict":
        called = base.elem.ref if base.kind == "list" and base.elem is not None else base.ref
        return unknown(parts=(base,), ref=called)
    from seqscore_lint.flow.attributes import held_by

    value = held_by(base)
    key = base.ref if isinstance(base.ref, Value) else Value("text", fresh())
    return Value("items", fresh(), items=(key.tagged("any-key"), value), parts=(base,))


def _are_several(loop: ast.AST | None) -> bool:
    """Whether a loop over the pairs of a mapping may go over lists: unless what is held is called by a singular."""
    target = getattr(loop, "target", None)
    held = target.elts[-1] if isinstance(target, ast.Tuple) else None
    return not isinstance(held, ast.Name) or held.id.endswith("s")


def _alternatives(base: Value, elem: Value) -> Value:
    """What is held for the tokens that could stand at one position: all of them, gone over one after the other."""
    return elem.tagged("alternative") if base.has("top") and elem.kind == "response" else elem


def _by_token(base: Value) -> Value:
    """Logits that have keys and values are a mapping of tokens to logits."""
    if base.kind != "logit" or base.pick:
        return base
    return Value("dict", base.vn, elem=base.but(vn=fresh(), axes=()), fields={}, trust=base.trust)


@operation("dict-values")
def dict_values(ip: Expressions, site: Site) -> Value:
    base = _by_token(site["x"])
    if base.kind != "dict":
        if base.kind == "?" or base.is_score:
            return unknown(parts=(base,))
        return unknown()
    from seqscore_lint.flow.attributes import held_by

    elem = _alternatives(base, held_by(base))
    tags = base.tags & {"top", "has-actual"}
    return Value(
        "list",
        ip.number("values", base.vn),
        elem=elem,
        parts=(base,),
        tags=frozenset(tags),
        trust=elem.trust,
        steps=elem.steps,
    )


@operation("dict-keys")
def dict_keys(ip: Expressions, site: Site) -> Value:
    base = site["x"]
    return Value("list", fresh(), elem=element(ip, base, site.node)) if base.kind == "dict" else unknown()


@operation("next")
def next_(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if x.kind == "list" and x.elem is not None:
        if (x.has("top") or (x.parts and x.parts[0].has("top"))) and not _filters_otherwise(x, site.node):
            from seqscore_lint.flow.operations.subscripts import first_entry

            return first_entry(ip, site.node, x, x.elem.but(vn=fresh()))
        return x.elem.but(vn=fresh())
    return unknown()


def _filters_otherwise(x: Value, node: ast.AST) -> bool:
    """Whether the first is taken of those that meet a condition, which is not that of being the likeliest."""
    tests = [test for part in ast.walk(node) if isinstance(part, ast.comprehension) for test in part.ifs]
    return x.has("filtered") and not any(
        isinstance(part, ast.Attribute) and part.attr == "rank" for test in tests for part in ast.walk(test)
    )


@operation("map")
def map_(ip: Expressions, site: Site) -> Value:
    function, x = site["function"], site["x"]
    if x.kind == "tuple" and x.items:
        return Value(
            "tuple", fresh(), items=tuple(ip.apply(function, (item,), site.node) for item in x.items)
        )
    elem = ip.apply(function, (element(ip, x, site.node),), site.node)
    return Value("list", fresh(), elem=elem, parts=(x,), trust=elem.trust, steps=elem.steps)


@operation("map-one")
def map_one(ip: Expressions, site: Site) -> Value:
    """``asyncio.to_thread(function, x)``."""
    return ip.apply(site["function"], site.args[1:], site.node)


@operation("together")
def together(ip: Expressions, site: Site) -> Value:
    """``asyncio.gather(*several)`` and ``asyncio.gather(one, another)``: what each of them gives, in their order."""
    given = site.node.args
    if len(given) == 1 and isinstance(given[0], ast.Starred):
        x = site.args[0]
        return x.but(kind="list") if x.kind in ("list", "tuple") else unknown()
    if any(isinstance(part, ast.Starred) for part in given):
        return unknown()
    return Value("tuple", fresh(), items=site.args)


@operation("as-is")
def as_is(ip: Expressions, site: Site) -> Value:
    return site["x"]


@operation("filter")
def filter_(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if x.kind != "list":
        return (
            x.tagged("filtered")
            if is_array(x)
            else unknown(parts=(x,), ref=x.ref, tags=frozenset({"filtered"}))
        )
    elem = x.elem.untagged("maybe", "none-first") if x.elem is not None else None
    return x.but(vn=fresh(), elem=elem, items=None, tags=x.tags | {"filtered"})


@operation("fold")
def fold(ip: Expressions, site: Site) -> Value:
    """functools.reduce(operator.mul, list) or with a lambda of two arguments."""
    function, x = site["function"], site["x"]
    sign = {"operator.mul": "prod", "operator.add": "sum"}.get(str(function.ref), "")
    if not sign and function.kind == "function":
        body = getattr(function.ref[0].node, "body", None)
        if isinstance(body, ast.BinOp):
            sign = {ast.Mult: "prod", ast.Add: "sum"}.get(type(body.op), "")
    array = as_array(ip, x) if x.kind == "list" or (x.kind == "tuple" and x.elem is not None) else x
    if sign and array.is_score:
        return reduction(ip, site.node, sign, array, 0, False, spelled="list")
    return unknown()


@operation("partial")
def partial(ip: Expressions, site: Site) -> Value:
    function = site["function"]
    if function.kind == "ref" and function.ref in ip.signatures:
        signature = ip.signatures[function.ref]
        bound = {signature.keywords.get(name, name): value for name, value in site.keywords.items()}
        return Value("callable", fresh(), ref=(signature, bound))
    if function.kind == "callable":
        signature, bound = function.ref
        more = {signature.keywords.get(name, name): value for name, value in site.keywords.items()}
        return Value("callable", fresh(), ref=(signature, {**bound, **more}))
    return function if function.kind in ("model", "tokenizer") else unknown()


@operation("chain", "chain-from")
def chain(ip: Expressions, site: Site) -> Value:
    x = site.args[0] if site.args else unknown()
    if x.kind == "list" and x.elem is not None and x.elem.kind == "list":
        return Value("list", fresh(), elem=x.elem.elem, tags=frozenset({"flattened"}))
    return unknown()


@operation("islice")
def islice(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    return x.but(vn=fresh(), span=None) if x.kind == "list" else unknown()


@operation("itemgetter")
def itemgetter(ip: Expressions, site: Site) -> Value:
    key = site["x"].const

    def getter(value: Value) -> Value:
        if isinstance(key, str):
            from seqscore_lint.flow.attributes import member

            if value.fields and key in value.fields:
                return value.fields[key]
            return member(ip, value, key, ip.number("item", value.vn, key), site.node)
        if isinstance(key, int) and value.items is not None and -len(value.items) <= key < len(value.items):
            return value.items[key]
        return unknown()

    return Value("getter", fresh(), ref=getter)


@operation("attrgetter")
def attrgetter(ip: Expressions, site: Site) -> Value:
    name = site["x"].const

    def getter(value: Value) -> Value:
        return ip.attribute_of(value, name, site.node) if isinstance(name, str) else unknown()

    return Value("getter", fresh(), ref=getter)


@operation("getattr")
def getattr_(ip: Expressions, site: Site) -> Value:
    name = site.const("name")
    return ip.attribute_of(site["x"], name, site.node) if isinstance(name, str) else unknown()


@operation("find-index")
def find_index(ip: Expressions, site: Site) -> Value:
    vn = fresh()
    return Value("int", vn, axes=(), parts=(site["x"],))


__all__ = ["MISSING", "binary", "events"]
