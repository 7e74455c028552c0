"""What attributes and string keys hold: model outputs, encodings, tensors, answers of serving APIs."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow import events, names
from seqscore_lint.flow.knowledge import METHODS as _TENSOR_METHODS
from seqscore_lint.flow.knowledge.signature import Signature, row
from seqscore_lint.flow.operations import forward, reducing, serving
from seqscore_lint.flow.values import (
    CERTAIN,
    LIKELY,
    MISSING,
    NOTHING,
    POSSIBLE,
    UNKNOWN_AXES,
    WHOLE,
    Affine,
    Value,
    fresh,
    gather,
    unknown,
)

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions

METHODS: dict[tuple[str, str], Signature] = {
    ("encoding", "to"): row("keep", "x"),
    ("dict", "copy"): row("keep", "x"),
    ("list", "copy"): row("keep", "x"),
    ("list", "index"): row("opaque", "x"),
    ("list", "sort"): row("order", "x key reverse"),
    ("list", "count"): row("opaque", "x"),
    ("list", "update"): row("append", "x item"),
    ("list", "update_state"): row("append", "x item"),
    ("list", "result"): row("reduce-list", "x", function="mean"),
    ("list", "compute"): row("reduce-list", "x", function="mean"),
    ("text", "encode"): row("text-bytes", "x"),
    ("text", "split"): row("text-split", "x"),
    ("model", "encode"): row("opaque", "x"),
    ("llama", "tokenize"): row("llama-tokenise", "x text"),
    ("llama", "eval"): row("llama-eval", "x ids"),
    ("onnx", "run"): row("onnx-run", "x names feed"),
    ("?", "run"): row("onnx-run", "x names feed"),
    ("kenlm", "score"): row("kenlm-score", "x text"),
    ("kenlm", "full_scores"): row("kenlm-full", "x text"),
    ("kenlm", "perplexity"): row("kenlm-perplexity", "x text"),
    ("kenlm", "BaseScore"): row("kenlm-score", "x text"),
    ("tokenizer", "pad"): row("tokenise", "x text", padded=True),
    ("tokenizer", "get_vocab"): row("opaque", "x"),
    ("callable", "update"): _TENSOR_METHODS["update"],
    ("callable", "add"): row("add-layer", "x layer"),
    ("layers", "add"): row("add-layer", "x layer"),
    ("places", "set"): row("set-at", "x value"),
}
"""Methods whose meaning depends on what the receiver is."""


def attribute(ip: Expressions, base: Value, name: str, node: ast.AST) -> Value:
    """The value of ``base.name``."""
    vn = ip.number("attr", base.vn, name)
    if name in _PARTS_OF_RESPONSES and base.is_score and base.has("by-name"):
        base = unknown(base.vn)  # what has such parts is no number, whatever it is called
    if name in ("scores", "_scores", "eval_logits") and (
        base.kind == "llama" or (ip.module.imports("llama_cpp") and base.kind in ("?", "model"))
    ):
        return forward.llama_logits(ip, base, name, vn, node)
    if base.kind == "tuple" and base.items is not None and name in _NAMED_ITEMS:
        return base.items[_NAMED_ITEMS[name]] if len(base.items) > _NAMED_ITEMS[name] else unknown(vn)
    if name in ("get", "__getitem__") and base.kind in ("dict", "list"):
        held = held_by(base)
        return Value("getter", vn, ref=lambda _: held, parts=(base,))
    if name == "__getitem__" and base.kind == "logit" and base.axes in (("B",), ("T",)):
        one = base.but(vn=fresh(), axes=(), tags=base.tags | {"own-context"})
        return Value("getter", vn, ref=lambda _: one, parts=(base,))
    if name in ("T", "mT") and (base.is_score or base.kind in ("ids", "mask", "matrix")):
        return base.but(vn=vn, axes=_transposed(base.axes, name))
    if (
        name in ("data", "array", "real")
        or (name == "values" and base.is_score)
        or (name == "str" and base.ref)
    ):
        return base
    if name == "at" and (base.is_score or base.kind in ("ids", "mask") or base.has("filled")):
        return Value("places", vn, parts=(base,))
    if name == "shape":
        base = forward.as_scores(ip, base) if base.kind == "output" else base
        return Value("shape", vn, parts=(base,), axes=base.axes)
    if name == "size" and (base.is_score or base.kind in ("ids", "mask")):
        return reducing.counted(ip, base)
    if name in ("ndim", "dtype", "device", "size"):
        return unknown(vn)
    return member(ip, base, name, vn, node)


def _transposed(axes: tuple[str, ...], name: str) -> tuple[str, ...]:
    """All axes the other way round (``T``), or the last two (``mT``)."""
    if name == "mT" and len(axes) > 1:
        return (*axes[:-2], axes[-1], axes[-2])
    return tuple(reversed(axes)) if "*" not in axes else UNKNOWN_AXES


def held_by(base: Value) -> Value:
    """What a dictionary or a list holds, whatever the key."""
    found = base.elem
    for field in (base.fields or {}).values():
        found = field if found is None else gather(found, field)
    return found or unknown()


def column(ip: Expressions, frame: Value, name: str, node: ast.AST) -> Value:
    """What a column of a table holds."""
    held = (frame.fields or {}).get(name)
    return held or member(ip, frame, name, ip.number("item", frame.vn, name), node)


def member(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    """What an attribute or a string key of that name holds."""
    handler = _MEMBERS.get(name)
    if handler is not None and not base.is_score:
        return handler(ip, base, name, vn, node)
    if base.kind == "distribution" and name in ("logits", "probs"):
        return base.parts[0].but(vn=vn, kind="logprob" if name == "logits" else "prob")
    told = ip.documented(unknown(vn), name, ip.module.doc) if name in ip.module.doc else NOTHING
    if told.known and base.kind in ("?", "dict"):
        return told.but(vn=vn, origin=vn if told.kind == "ids" else None)
    role = ip.role(name)
    if role.kind in ("model", "tokenizer") and base.kind in ("?", "ref", "self"):
        return role.but(vn=vn)
    if base.kind == "response" and name in _WRAPPERS and base.parts:
        return serving.part_of(base, vn)
    if base.known and base.kind not in ("dict", "output", "object"):
        return unknown(vn)
    hint = ip.named(name, POSSIBLE)
    given = isinstance(base.ref, str) and base.ref in ip.function.parameters
    if given and hint.kind in ("?", "logprob") and names.documents_token_list(name, ip.function.doc):
        return Value("logprob", vn, axes=("T",), pick="chosen", trust=LIKELY)
    if hint.kind in ("logprob", "prob") and base.ref in _TOKEN_TABLES:
        return hint.untagged("by-name").but(vn=vn, pick="chosen", axes=("T",), trust=LIKELY)
    if hint.kind in ("ids", "mask", "logprob", "nll", "prob"):
        hint = hint.but(trust=LIKELY)  # keys and fields are called after what they hold
    elif hint.kind == "logit" and "logit" in names.words(name):
        hint = hint.but(trust=LIKELY, axes=())
    return (
        hint.but(vn=vn, origin=vn if hint.kind == "ids" else None)
        if hint.known
        else unknown(vn, ref=name, axes=told.axes)
    )


_TOKEN_TABLES = frozenset({"tokens", "toks", "token_table", "token_frame", "tokens_df", "token_df"})
"""Tables of these names have a row a token."""
_WRAPPERS = frozenset(
    {"meta_info", "details", "data", "body", "result", "results", "detail", "text", "content", "extra"}
)
"""What responses wrap their answer in."""
_PARTS_OF_RESPONSES = frozenset(
    {"logprob", "token", "top_logprobs", "token_logprobs", "tokens", "text_offset", "content"}
)
_NAMED_ITEMS = {"values": 0, "indices": 1, "statistic": 0}


def _logits(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return forward.logits(ip, base, vn, node)


def _loss(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return forward.loss(ip, base, vn, node)


def _generated(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return forward.generated(ip, base, name, vn, node)


def _ids(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    if base.kind == "encoding" and base.fields and "input_ids" in base.fields:
        ids = base.fields["input_ids"]
        return ids if name == "input_ids" else ids.but(vn=vn, origin=vn)
    value = Value("ids", vn, origin=vn, span=WHOLE, trust=LIKELY, tags=frozenset({"from-batch"}))
    if name == "labels":
        value = value.tagged("labels", *(() if _makes_whole_labels(ip) else ("-100",)))
    return value.tagged("param-batch") if _is_parameter(ip, base) else value


def _makes_whole_labels(ip: Expressions) -> bool:
    """Whether the file makes its labels itself, and ignores none."""
    return ip.module.says(r"""\[["']labels["']\]\s*=(?!=)""") and not ip.module.says(
        r"-100|ignored?_(?:i|label|token)"
    )


def _is_parameter(ip: Expressions, base: Value) -> bool:
    return (
        base.kind in ("?", "dict", "encoding")
        and isinstance(base.ref, str)
        and base.ref in ip.function.parameters
    )


def _label_ids(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return _ids(ip, base, "labels", vn, node)


def _mask(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    origin = base.fields["input_ids"].origin if base.kind == "encoding" and base.fields else None
    tags = frozenset(
        {
            "attention",
            "keep",
            *(base.tags & {"padded"}),
            *(["param-batch"] if _is_parameter(ip, base) else []),
        }
    )
    return Value("mask", vn, axes=("B", "T"), origin=origin, span=WHOLE, tags=tags, trust=LIKELY)


def _special_id(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return Value("int", vn, axes=(), ref=name)


def _choices(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return Value(
        "list",
        vn,
        elem=_response(base, ip.number("elem", vn), "choice", base.trust),
        trust=base.trust,
    )


def _outputs(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    """The completions of a request."""
    return _choices(ip, base, name, vn, node) if base.kind == "response" else unknown(vn)


def _response(base: Value, vn: int, ref: str, trust: int) -> Value:
    """A part of a response."""
    if base.has(serving.ECHOES, serving.SCORES_PROMPT) and base.kind == "response":
        return serving.part_of(base, vn, ref)
    return Value("response", vn, ref=ref, trust=trust)


def _token_logprob(vn: int, trust: int, *tags: str) -> Value:
    return Value("logprob", vn, axes=(), pick="chosen", domain="api", trust=trust, tags=frozenset(tags))


def _token_logprobs(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    elem = _token_logprob(ip.number("elem", vn), LIKELY, "maybe", "none-first").step(
        *ip.place(node), f"{name}: token log-probs"
    )
    tags = frozenset[str]()
    if base.kind == "response" and base.has(serving.ECHOES):
        elem = serving.of_text(base, elem)
        tags = elem.tags & {"echoed", "composed"}
    return Value("list", vn, elem=elem, ref="token_logprobs", trust=LIKELY, steps=elem.steps, tags=tags)


def _logprob(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    value = _token_logprob(vn, LIKELY).step(*ip.place(node), f"{name}: a log-prob")
    if base.has("echoed"):
        value = serving.of_text(base, value)
    if base.has("none-first"):
        value = value.tagged("maybe", "none-first")
    if base.has("looked-up"):
        value = value.tagged("looked-up")
    if base.has("alternative", "top"):
        value = value.but(pick="alternative")
    if base.has("first-entry"):
        value = value.but(pick="first")
        ip.emit(events.Select(base.made or node, "first", base, unknown(0), None, value))
    return value


def _rank(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    """How many tokens are likelier, counted from 1."""
    return Value("int", vn, axes=(), ref="rank") if base.kind == "response" else unknown(vn)


def _logprobs(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    called = base.kind in ("text", "ids") and base.has(
        "by-name", "param"
    )  # texts and ids have no such attribute
    if (
        ip.module.imports("vllm")
        and not ip.module.imports("openai")
        and (called or base.kind in ("response", "?"))
    ):
        return _prompt_logprobs(ip, base, name, vn, node)
    if called or base.kind in ("response", "?", "text"):
        return _response(base, vn, "logprobs", LIKELY if base.kind == "response" else POSSIBLE)
    hint = ip.named(name, POSSIBLE)
    return hint.but(vn=vn)


def _content(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    if base.kind == "response" and base.parts and base.ref is None:
        return serving.part_of(base, vn)
    if base.kind == "response" and base.ref == "logprobs":
        return Value("list", vn, elem=Value("response", ip.number("elem", vn), ref="entry"), trust=LIKELY)
    return unknown(vn)


def _top_logprobs(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    entry = Value(
        "response", ip.number("elem", vn), ref="entry", tags=frozenset({"alternative"}), trust=LIKELY
    )
    if base.ref == "entry":
        return Value("list", vn, elem=entry, ref="top_logprobs", trust=LIKELY)
    prob = _token_logprob(ip.number("elem", vn, 1), LIKELY).but(pick="alternative")
    echoed = frozenset[str]()
    if base.kind == "response" and base.has(serving.ECHOES):
        prob = serving.of_text(base, prob)
        echoed = prob.tags & {"echoed", "composed"}
    mapping = Value(
        "dict",
        ip.number("elem", vn),
        elem=prob,
        fields={},
        ref=Value("text", 0),
        tags=frozenset({"top", "by-token"}) | echoed,
    )
    return Value("list", vn, elem=mapping, trust=LIKELY, tags=echoed)


def _top_tokens(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    """The likeliest tokens of every position; where a stream gives them, of one."""
    tags = frozenset({"alternative"})
    entry = Value("response", ip.number("elem", vn, 1), ref="entry", tags=tags, trust=LIKELY)
    of_one = Value("list", ip.number("elem", vn), elem=entry, ref="top_logprobs", tags=tags, trust=LIKELY)
    return Value("list", vn, elem=of_one, trust=LIKELY)


def _prompt_logprobs(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    entry = Value("response", ip.number("elem", vn, 1), ref="entry", trust=LIKELY)
    if scored := _scores_prompt(base, name):
        entry = serving.of_text(base, entry)
    mapping = Value(
        "dict",
        ip.number("elem", vn),
        elem=entry,
        fields={},
        tags=frozenset({"top", "maybe", "none-first", "has-actual"}) | scored,
    )
    return Value("list", vn, elem=mapping, ref=name, trust=LIKELY, tags=scored)


def _scores_prompt(base: Value, name: str) -> frozenset[str]:
    """The tags of what a response holds of the text that it was sent, where a list of that name is of it."""
    own = (
        base.kind == "response" and base.has(serving.SCORES_PROMPT) and not name.startswith(("output", "log"))
    )
    return frozenset({"echoed", "composed"}) if own else frozenset()


def _prefill(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    """The tokens of the text that was sent."""
    tags = frozenset({"none-first"})
    entry = Value("response", ip.number("elem", vn), ref="entry", trust=LIKELY, tags=tags)
    if scored := _scores_prompt(base, name):
        entry = serving.of_text(base, entry)
    known = scored or (base.kind in ("?", "dict", "response") and ip.module.says("logprob"))
    return Value("list", vn, elem=entry, trust=LIKELY, tags=scored) if known else unknown(vn)


def _cumulative(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return Value("logprob", vn, axes=(), pick="chosen", reduced="sum", domain="api", trust=LIKELY).step(
        *ip.place(node), f"{name}: the sum of the token log-probs"
    )


def _decoded_text() -> Value:
    return Value("text", fresh(), tags=frozenset({"decoded"}))


def _sglang(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    missing = ("maybe", "none-first") if name.startswith("input") else ()
    logprob = _token_logprob(ip.number("elem", vn, 0), LIKELY, *missing).step(
        *ip.place(node), f"{name}: token log-probs"
    )
    ids = Value("ids", ip.number("elem", vn, 1), axes=())
    if scored := _scores_prompt(base, name):
        logprob = serving.of_text(base, logprob)
    entry = Value("tuple", ip.number("elem", vn), items=(logprob, ids, _decoded_text()), tags=scored)
    return Value("list", vn, elem=entry, trust=LIKELY, tags=scored)


def _sglang_top(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    logprob = _token_logprob(ip.number("elem", vn, 0), LIKELY).but(pick="alternative")
    entry = Value("tuple", fresh(), items=(logprob, Value("ids", fresh(), axes=()), _decoded_text()))
    return Value("list", vn, elem=Value("list", fresh(), elem=entry, tags=frozenset({"top"})), trust=LIKELY)


def _entry_token(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    if base.kind == "response" or base.has("by-token") or name == "decoded_token":
        return Value(
            "text", vn, tags=frozenset({"decoded", "from-id"} if name == "decoded_token" else {"decoded"})
        )
    return unknown(vn)


def _text_tokens(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    if base.kind == "response":
        elem = Value("text", ip.number("elem", vn), tags=frozenset({"decoded"}))
        return Value("list", vn, elem=elem, ref="tokens")
    hint = ip.named(name, LIKELY)
    return hint.but(vn=vn, origin=vn) if hint.kind == "ids" else hint.but(vn=vn)


def _offsets(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return Value("list", vn, elem=unknown(), ref="text_offset")


def _max_length(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    if base.kind == "config":
        return Value(
            "int", vn, axes=(), ref="config.max_length", pos=Affine(vn, 0), trust=base.trust, made=node
        )
    return unknown(vn)


def _config(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    """The configuration of a model; any other object's is its own affair."""
    return Value("config", vn, trust=LIKELY) if base.kind == "model" else unknown(vn)


def _average_logprob(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return Value("logprob", vn, axes=(), pick="chosen", reduced="mean", domain="api", trust=LIKELY)


def _eval_loss(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return Value("nll", vn, axes=(), pick="chosen", reduced="mean", outer="mean", trust=LIKELY)


def _prompt_ids(ip: Expressions, base: Value, name: str, vn: int, node: ast.AST) -> Value:
    return Value("ids", vn, axes=("T",), origin=vn, span=WHOLE, trust=LIKELY, ref=name)


_MEMBERS = {
    "prompt_token_ids": _prompt_ids,
    "logits": _logits,
    "loss": _loss,
    "scores": _generated,
    "sequences": _generated,
    "sequences_scores": _generated,
    "beam_indices": _generated,
    "input_ids": _ids,
    "labels": _ids,
    "decoder_input_ids": _ids,
    "attention_mask": _mask,
    "loss_mask": _mask,
    "pad_token_id": _special_id,
    "ignore_index": _special_id,
    "eos_token_id": _special_id,
    "bos_token_id": _special_id,
    "mask_token_id": _special_id,
    "choices": _choices,
    "outputs": _outputs,
    "token_logprobs": _token_logprobs,
    "logprob": _logprob,
    "logprobs": _logprobs,
    "rank": _rank,
    "content": _content,
    "top_logprobs": _top_logprobs,
    "top_tokens": _top_tokens,
    "prompt_logprobs": _prompt_logprobs,
    "cumulative_logprob": _cumulative,
    "prefill": _prefill,
    "input_token_logprobs": _sglang,
    "output_token_logprobs": _sglang,
    "input_top_logprobs": _sglang_top,
    "output_top_logprobs": _sglang_top,
    "label_ids": _label_ids,
    "tokens": _text_tokens,
    "token": _entry_token,
    "decoded_token": _entry_token,
    "text_offset": _offsets,
    "max_length": _max_length,
    "config": _config,
    "generation_config": _config,
    "avg_logprob": _average_logprob,
    "eval_loss": _eval_loss,
}

__all__ = ["CERTAIN", "METHODS", "MISSING", "attribute", "member"]
