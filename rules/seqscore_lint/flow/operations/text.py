"""Text and tokens: tokenizers, chat templates, strings that were put together."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from seqscore_lint.flow import events
from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.operations.arithmetic import is_short
from seqscore_lint.flow.values import LIKELY, MISSING, WHOLE, Value, fresh, unknown

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions


@operation("to-text")
def to_text(ip: Expressions, site: Site) -> Value:
    """``str(digit)``"""
    x = site["x"]
    if not is_short(x):
        return unknown(parts=site.args)
    return Value("text", fresh(), parts=(x,), tags=frozenset({"short"}))


@operation("tokenise")
def tokenise(ip: Expressions, site: Site) -> Value:
    """tokenizer(text, ...), tokenizer.encode(text)."""
    tokenizer, text = site["x"], site["text"]
    if site.receiver is not None and tokenizer.kind not in ("tokenizer", "?", "ref"):
        return unknown()
    if tokenizer.kind == "?" and site.name == ".encode" and not _tokenizer_like(site):
        return Value("bytes", fresh(), parts=(text,))
    keywords = site.keywords
    if not text.known and "padding" not in keywords:
        text = _believed(ip, site, text)
    only_ids = bool(site.fact("ids"))
    several = text.kind == "list"
    row = text.elem if several and text.elem is not None else text
    written = [part for part in row.parts if part.const is MISSING] if row.kind == "text" else []
    tags = {"tokenised", *_padding(ip, site, tokenizer, text), *(["composed"] if len(written) > 1 else [])}
    tensors = "return_tensors" in keywords
    axes: tuple[str, ...] = ("B", "T") if tensors or several else ("T",)
    vn = ip.number(
        "tokens",
        tokenizer.vn,
        text.vn,
        *sorted(
            (k, v.vn)
            for k, v in keywords.items()
            if k in ("add_special_tokens", "padding", "truncation", "max_length", "text_target")
        ),
    )
    ids = Value("ids", ip.number("ids", vn), axes=axes, origin=ip.number("ids", vn), span=WHOLE, tags=frozenset(tags), parts=(text, tokenizer),
                ref=dict(keywords), trust=LIKELY if tokenizer.trust < 2 else 2).step(*ip.place(site.node), "tokenised")  # fmt: skip
    if only_ids:
        result = ids
    else:
        mask = Value(
            "mask",
            ip.number("attention", vn),
            axes=axes,
            origin=ids.origin,
            span=WHOLE,
            tags=frozenset({"attention", "keep", *(tags & {"padded", "padded-left"})}),
        )
        fields = {"input_ids": ids, "attention_mask": mask}
        if "text_target" in keywords:
            target = ip.number("target", vn)
            fields["labels"] = ids.but(vn=target, origin=target, parts=(keywords["text_target"], tokenizer))
        result = Value(
            "encoding", vn, fields=fields, tags=frozenset(tags), parts=(text, tokenizer), trust=ids.trust
        )
    ip.emit(events.Tokenise(site.node, tokenizer, text, keywords, result))
    return result


def _padding(ip: Expressions, site: Site, tokenizer: Value, text: Value) -> set[str]:
    """``padded`` where rows of different length are made equal, and ``padded-left`` where that is known to be in front."""
    padding = site.keywords.get("padding")
    given = padding is not None and padding.const not in (False, None, "do_not_pad")
    to_length = padding is not None and padding.const == "max_length"
    several = text.kind == "list" or not text.known or text.has("by-name")
    if not (to_length or (given and several) or site.fact("padded")):
        return set()
    loaded = tokenizer.ref if isinstance(tokenizer.ref, dict) else {}
    side = site.keywords.get("padding_side") or loaded.get("padding_side")
    stated = side.const if side is not None and isinstance(side.const, str) else ip.module.padding_side
    return {"padded", "padded-left"} if stated == "left" else {"padded"}


def _believed(ip: Expressions, site: Site, text: Value) -> Value:
    """What is given to a tokenizer under a singular name, or as the sum of such, is a text."""
    spelled = site.node.args[0] if site.node.args else None
    if text.has("added"):
        parts = tuple(_field(part) for part in _summands(text))
        return Value("text", text.vn, parts=parts, trust=LIKELY, tags=frozenset({"composed"}))
    named = text.ref if isinstance(text.ref, str) else ""
    if isinstance(spelled, (ast.Subscript, ast.Attribute)) and named and not named.endswith("s"):
        return _field(text)
    if (
        not isinstance(spelled, ast.Name)
        or spelled.id not in ip.env
        or (len(spelled.id) > 1 and spelled.id.endswith("s"))
        or site.name in (".batch_encode_plus",)
    ):
        return text
    ip.env[spelled.id] = Value("text", text.vn, ref=spelled.id, trust=LIKELY, pos=text.pos)
    return ip.env[spelled.id]


def _summands(text: Value) -> tuple[Value, ...]:
    """What was added up to it, one after the other."""
    return tuple(piece for part in text.parts for piece in _summands(part)) if text.has("added") else (text,)


def _field(text: Value) -> Value:
    """What was unknown, now that it is known to be a text."""
    return text if text.known else Value("text", text.vn, ref=text.ref, trust=LIKELY)


def _tokenizer_like(site: Site) -> bool:
    text = site["text"]
    return (
        "add_special_tokens" in site.keywords
        or "return_tensors" in site.keywords
        or (bool(site.args) and text.const not in ("utf-8", "utf8", "ascii"))
    )


@operation("chat-template")
def chat_template(ip: Expressions, site: Site) -> Value:
    tokenised = site.const("tokenize", True)
    tokenised = site.keywords["tokenize"].const if "tokenize" in site.keywords else True
    if tokenised is False:
        return Value("text", fresh(), tags=frozenset({"templated"}), parts=(site["conversation"],)).step(
            *ip.place(site.node), "chat template rendered as text"
        )
    vn = fresh()
    axes = ("B", "T") if "return_tensors" in site.keywords else ("T",)
    return Value(
        "ids",
        vn,
        axes=axes,
        origin=vn,
        span=WHOLE,
        tags=frozenset({"templated"}),
        parts=(site["conversation"],),
    )


@operation("token-id")
def token_id(ip: Expressions, site: Site) -> Value:
    token = site["token"]
    return Value(
        "ids",
        fresh(),
        axes=() if token.kind != "list" else ("C",),
        tags=frozenset({"token-id"}),
        ref="token-id",
    )


@operation("decode")
def decode(ip: Expressions, site: Site) -> Value:
    ids = site["ids"]
    single = ids.axes == () or (ids.kind == "list" and ids.items is not None and len(ids.items) == 1)
    tags = frozenset({"decoded", "from-id"} if single else {"decoded"})
    if ids.axes and site.name != ".decode":
        return Value("list", fresh(), elem=Value("text", fresh(), tags=tags), parts=(ids,))
    return Value("text", fresh(), tags=tags, parts=(ids,))


@operation("text-keep")
def text_keep(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    if x.kind != "text":
        return unknown()
    tags = x.tags | {"stripped"} if site.name in _MERGING else x.tags
    if site.args:  # something is taken out of it: of a rendered chat template most often the BOS
        tags -= {"templated"}
    return x.but(vn=ip.number(site.name, x.vn, *(a.vn for a in site.args)), const=MISSING, tags=tags)


_MERGING = (".strip", ".lstrip", ".rstrip", ".lower", ".upper", ".casefold", ".title", ".capitalize")
"""After these, different texts may be equal."""


@operation("text-join")
def text_join(ip: Expressions, site: Site) -> Value:
    x, parts = site["x"], site["y"]
    if x.kind == "text":
        return Value("text", fresh(), parts=parts.items or (), tags=frozenset({"composed"}))
    return unknown()


_FIELD = re.compile(r"\{[^{}]*\}")


@operation("text-format")
def text_format(ip: Expressions, site: Site) -> Value:
    template = site["x"].const
    if isinstance(template, str):
        ip.show_between(site.node, _FIELD.split(template), site.args)
    return (
        Value("text", fresh(), parts=(*site.args, *site.keywords.values()), tags=frozenset({"composed"}))
        if site["x"].kind == "text"
        else unknown()
    )


@operation("text-split")
def text_split(ip: Expressions, site: Site) -> Value:
    x = site["x"]
    return (
        Value(
            "list",
            ip.number("split", x.vn),
            elem=Value("text", fresh(), tags=frozenset({"word"})),
            ref="words",
            parts=(x,),
        )
        if x.kind == "text" or (x.kind == "?" and not site.args)
        else unknown()
    )


@operation("load")
def load(ip: Expressions, site: Site) -> Value:
    """An array from a file: what the file is called says what it holds, ``np.load(f"{run}.logits.npy")``."""
    for spelled in _literals(site["x"]):
        found = ip.named(spelled.replace(".", "_"), LIKELY)
        if found.kind in ("logit", "ids", "logprob"):
            return found
    return unknown()


def _literals(path: Value, depth: int = 2) -> list[str]:
    """The literal pieces of a path that was put together."""
    if isinstance(path.const, str):
        return [path.const]
    return [piece for part in path.parts if depth for piece in _literals(part, depth - 1)]


@operation("text-bytes")
def text_bytes(ip: Expressions, site: Site) -> Value:
    return Value("bytes", ip.number("bytes", site["x"].vn), parts=(site["x"],))
