"""What a server is asked for the log-probs of a text's own tokens, and what it answers."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from seqscore_lint.flow.values import LIKELY, WHOLE, Value, fresh, unknown

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions

_OPTIONS = frozenset({"echo", "prompt_logprobs", "return_logprob", "decoder_input_details"})
_TEXTS = frozenset({"prompt", "prompts", "text", "inputs", "input", "prompt_token_ids", "input_ids"})
ECHOES, SCORES_PROMPT = "echoes", "scores-prompt"
"""Of options and responses: the given text comes first in the answer's tokens, or is scored in a list of its own."""


def answer(
    ip: Expressions, node: ast.Call, receiver: Value, args: tuple[Value, ...], keywords: Mapping[str, Value]
) -> Value | None:
    """The response to a request to score a text that was put together; the options of one; None of any other call."""
    if receiver.has(ECHOES, SCORES_PROMPT):
        return receiver if receiver.kind == "response" else None
    given = (*args, *keywords.values())
    asked = _asked(keywords) or next(filter(None, map(_asks, given)), "")
    if not asked:
        return None
    named = (value for name, value in keywords.items() if name in _TEXTS or value.kind == "dict")
    text = next(filter(None, map(_text_in, (*args, *named))), None)
    if text is None:
        return unknown(tags=frozenset({asked}))
    return Value(
        "response", ip.number("answer", node.lineno, node.col_offset, text.vn), origin=text.vn, span=WHOLE,
        tags=frozenset({asked, "composed"}), parts=(text,), trust=LIKELY,
    )  # fmt: skip


def completions(ip: Expressions, node: ast.Call) -> Value:
    """What an engine that serves requests generates: a response for each prompt."""
    elem = Value("response", ip.number("served", node.lineno, node.col_offset), ref="request", trust=LIKELY)
    return Value("list", fresh(), elem=elem, trust=LIKELY)


def _asked(options: Mapping[str, Value]) -> str:
    """Which of the two an option asks for."""
    start = options.get("logprob_start_len")
    if start is not None and start.const != 0:
        return ""  # a part of the text is scored
    for name in _OPTIONS & options.keys():
        if options[name].const is not None and options[name].const is not False:
            return ECHOES if name == "echo" else SCORES_PROMPT
    return ""


def _asks(value: Value) -> str:
    if value.kind == "dict" and value.fields:
        nested = (_asks(field) for field in value.fields.values() if field.kind == "dict")
        return _asked(value.fields) or next(filter(None, nested), "")
    return next((tag for tag in (ECHOES, SCORES_PROMPT) if value.has(tag)), "") if not value.known else ""


def _text_in(value: Value) -> Value | None:
    """The text, or the token ids, that were put together."""
    while value.kind == "list" and value.elem is not None:
        value = value.elem
    if value.kind == "dict" and value.fields:
        held = (_text_in(field) for name, field in value.fields.items() if name in _TEXTS)
        return next(filter(None, held), None)
    if not value.known and value.has("added") and all(isinstance(part.ref, str) for part in value.parts):
        return Value("text", value.vn, parts=value.parts, tags=frozenset({"composed"}), trust=LIKELY)
    return value if value.kind in ("text", "ids") and value.has("composed") else None


def part_of(response: Value, vn: int, ref: str | None = None) -> Value:
    """What a response holds, which is still of the same text."""
    return response.but(vn=vn, ref=ref)


def of_text(response: Value, value: Value) -> Value:
    """Log-probs in a response are those of the text's tokens, from the first on."""
    tags = value.tags | (response.tags & {"composed"}) | {"echoed"}
    return value.but(origin=response.origin, span=response.span, parts=response.parts, tags=tags)


def as_list(response: Value) -> Value:
    """What is stored as ``logprobs`` and used as a list holds the log-probs of tokens."""
    if response.ref != "logprobs" or response.parts:
        return response
    elem = Value("logprob", fresh(), axes=(), pick="chosen", domain="api", trust=LIKELY, tags=_BY_NAME)
    return Value("list", response.vn, elem=elem, ref="token_logprobs", trust=LIKELY)


_BY_NAME = frozenset({"by-name"})
