"""Prompt and completion tokenised apart, or cut at the token count of the prompt alone

## What goes wrong

`tok(prompt) + tok(completion)` is not `tok(prompt + completion)`: a tokenizer merges characters across the
boundary, and one space more or less there makes other tokens. The same happens when the joint text is
tokenised and then cut at `len(tok(prompt))`: a token that spans the boundary is counted on the wrong side.

## Why it matters

The model scores a token sequence that it never saw in training, or the score loses its first piece. The
order of the candidates changes, for candidates that begin with punctuation or without a space first of all.

## When it is fine

Where a space, a line break, a special token or a chat template forms the boundary, and nothing merges across
it. Where the code checks that the joint ids begin with the prompt's.

## Fix

Tokenise the joint text once and find the boundary by characters (`return_offsets_mapping=True`), or check that
the ids of the prompt are a prefix of the joint ids. Move the prompt's trailing space to the completion.

## Sources

- EleutherAI/lm-evaluation-harness pull request 63 and issue 1053; allenai/catwalk pull request 156 (a spurious
  space token takes the mass of the option).
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Binary, Call, Reporter, Store, Subscript
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import text_of


def check(event: Binary | Call | Subscript | Store, at: Reporter) -> None:
    if isinstance(event, Binary):
        apart: tuple[Value, ...] = (event.left, event.right) if event.operation == "+" else ()
    elif isinstance(event, Call):
        joins = event.result.has("joined") and event.args and not event.args[0].has("joined")
        apart = event.result.parts if joins else ()
    else:
        _cut(event, at)
        return
    for first, second in zip(apart, apart[1:]):
        before, after = _outermost(first, -1), _outermost(second, 0)
        if before is not None and after is not None and _may_merge(before, after) and not _checked(at):
            at.report(
                event.node,
                "texts that were tokenised apart are joined as tokens: the tokens at the boundary are not those "
                "of the joint text",
                before,
                after,
                trust=LIKELY,
            )


def _cut(event: Subscript | Store, at: Reporter) -> None:
    """``joint[len(prompt_ids):]``, of ids, of their labels or of the scores of single tokens."""
    base, index = event.base, event.index
    if isinstance(event, Store) and event.value.const != -100:
        return
    last = index.items[-1] if index.kind == "tuple" and index.items else index
    if last.kind != "slice" or not last.items or "V" in base.axes or not base.has("composed"):
        return
    joint = _tokenised(base)
    if joint is None:
        return
    for bound in last.items[:2]:
        counted = _counted(bound)
        texts = _split(joint, counted) if counted is not None else None
        if texts and _may_merge(*texts) and not _checked(at):
            at.report(
                event.node,
                "the tokens of the joint text are cut at the token count of the prompt alone, which a token across "
                "the boundary makes wrong: find it by offsets, or check that the prompt's ids are a prefix",
                joint,
                bound,
                trust=LIKELY,
            )
            return


def _outermost(ids: Value, end: int) -> Value | None:
    """The piece of text at one end of token ids."""
    while ids.kind == "ids" and ids.has("joined") and ids.parts:
        ids = ids.parts[end]
    text = text_of(ids)
    return None if text is None or text.has("templated") else _pieces(text)[end]


def _pieces(text: Value) -> list[Value]:
    return [piece for part in text.parts for piece in _pieces(part)] if text.has("composed") else [text]


def _may_merge(before: Value, after: Value) -> bool:
    """Whether a token may run across the boundary between two pieces of text.

    It can't where a constant begins the second (``" " + answer``) or ends the first, unless that ends in a space,
    which belongs to the next word's token.
    """
    if before.vn == after.vn or any(side.kind != "text" or side.has("templated") for side in (before, after)):
        return False
    start, end = after.const, before.const
    if isinstance(start, str):
        return False
    return not isinstance(end, str) or end.endswith(" ")


def _tokenised(x: Value, depth: int = 0) -> Value | None:
    """The tokenised text that ids or scores of tokens belong to."""
    if x.kind == "ids" and text_of(x) is not None:
        return x
    if depth < 8:
        for part in x.parts:
            found = _tokenised(part, depth + 1) if part.has("composed") or part.kind == "output" else None
            if found is not None:
                return found
    return None


def _counted(bound: Value) -> Value | None:
    """The text whose tokens were counted for a bound, give or take one."""
    while bound.kind == "length" and len(bound.parts) == 1 and bound.parts[0].kind == "length":
        bound = bound.parts[0]
    if bound.kind != "length" or bound.ref not in ("len", "size:T") or not bound.parts:
        return None
    return text_of(bound.parts[0])


def _split(joint: Value, prompt: Value) -> tuple[Value, Value] | None:
    """The pieces on both sides of where the prompt ends in the joint text."""
    text = text_of(joint)
    if text is None or prompt.has("templated"):
        return None
    whole, head = _pieces(text), _pieces(prompt)
    same = len(head) < len(whole) and all(a.vn == b.vn for a, b in zip(whole, head))
    return (head[-1], whole[len(head)]) if same else None


def _checked(at: Reporter) -> bool:
    """Whether the function takes care of the boundary.

    It compares the beginning of one sequence with another, knows the characters of each token, or counts the
    spaces at the end of the prompt to move them.
    """
    for node in ast.walk(at.function.node):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            sides = (node.left, *node.comparators)
            if any(isinstance(side, ast.Subscript) and isinstance(side.slice, ast.Slice) for side in sides):
                return True
        if isinstance(node, ast.keyword) and node.arg == "return_offsets_mapping":
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len":
            trimmed = node.args[0] if node.args else None
            if isinstance(trimmed, ast.Call) and getattr(trimmed.func, "attr", "") == "rstrip":
                return True
    return False


WRONG = ()
RIGHT = ()

RULE = Rule(
    "SEQ312",
    (("encode", "tok", "Tok"), ("len(", "shape", "size(", "numel", "cat", "+")),
    (Binary, Call, Subscript, Store),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
