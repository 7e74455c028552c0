"""What several rules of this stage ask: which tokens are meant, and under which name the result goes on."""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Reporter
from seqscore_lint.flow.expressions import tests_none
from seqscore_lint.flow.values import Value

PROMPT = frozenset(
    {
        "prompt",
        "context",
        "ctx",
        "question",
        "query",
        "premise",
        "prefix",
        "instruction",
        "source",
        "src",
        "stem",
        "passage",
        "preamble",
        "history",
        "prompts",
        "contexts",
        "questions",
        "prefixes",
        "q",
        "given",
        "evidence",
        "document",
        "article",
        "dialogue",
        "conversation",
    }
)
ANSWER = frozenset(
    {
        "answer",
        "completion",
        "continuation",
        "response",
        "choice",
        "option",
        "ending",
        "candidate",
        "target",
        "cont",
        "answers",
        "completions",
        "continuations",
        "responses",
        "choices",
        "options",
        "endings",
        "candidates",
        "targets",
        "suffix",
        "hypothesis",
        "opt",
        "cand",
        "label",
        "labels",
        "output",
        "reply",
        "verbalizer",
        "claim",
        "summary",
        "a",
    }
)


def scores_of_tokens(x: Value) -> bool:
    """Whether it holds one number a token, before anything was added up."""
    return (
        x.kind in ("logprob", "nll", "prob")
        and not x.reduced
        and "V" not in x.axes
        and x.pick in ("chosen", "?")
    )


def goes_by(node: ast.AST, at: Reporter) -> frozenset[str]:
    """The words of the names that the statement around a node assigns, or of the function it returns from."""
    for above in at.module.ancestors(node):
        if isinstance(above, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = above.targets if isinstance(above, ast.Assign) else [above.target]
            return frozenset(word for target in targets for word in _words_of(target))
        if isinstance(above, ast.Return):
            return names.words(at.function.name)
        if isinstance(above, ast.keyword) and above.arg:
            return names.words(above.arg)
        if isinstance(above, ast.stmt):
            break
    return frozenset()


def _words_of(target: ast.expr) -> frozenset[str]:
    if isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Constant):
        return _words_of(target.value)  # what is written to, not where
    spelled = [n.id for n in ast.walk(target) if isinstance(n, ast.Name)]
    spelled += [n.attr for n in ast.walk(target) if isinstance(n, ast.Attribute)]
    spelled += [n.value for n in ast.walk(target) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return frozenset(word for name in spelled for word in names.words(name))


def goes_over_all(node: ast.AST | None, at: Reporter, *, to_the_end: bool = False) -> bool:
    """Whether the loop around a running sum begins at the first token and skips none but those without a score.

    ``to_the_end`` asks that it provably runs over the width of an array, not over as many as a row has.
    """
    for above in at.module.ancestors(node) if node is not None else ():
        if isinstance(above, ast.While) or (isinstance(above, ast.If) and not _asks_for_none(above.test)):
            return False
        if isinstance(above, ast.For):
            return not _skips(above) and all(_is_whole(part, at, to_the_end) for part in ast.walk(above.iter))
    return False


def _asks_for_none(test: ast.expr) -> bool:
    return tests_none(test) and not names.speaks_of_mask(names.last(test))


def _skips(loop: ast.For) -> bool:
    """Whether a turn of a loop may end early, other than where there is no score."""
    leaving = [part for part in ast.walk(loop) if isinstance(part, (ast.Continue, ast.Break))]
    for part in ast.walk(loop) if leaving else ():
        if isinstance(part, ast.If) and _asks_for_none(part.test):
            leaving = [statement for statement in leaving if statement not in part.body]
    return bool(leaving)


def _is_whole(node: ast.AST, at: Reporter, to_the_end: bool) -> bool:
    if isinstance(node, ast.Slice):
        return is_start(node.lower) and (not to_the_end or _is_end(node.upper))
    if (
        isinstance(node, ast.Call)
        and node.args
        and isinstance(node.func, ast.Name)
        and node.func.id == "range"
    ):
        starts = len(node.args) == 1 or is_start(node.args[0])
        return starts and (not to_the_end or _is_width(node.args[min(1, len(node.args) - 1)], at))
    return True


def is_start(node: ast.expr | None) -> bool:
    """Whether a slice or a range begins with the first or second token."""
    return node is None or (isinstance(node, ast.Constant) and node.value in (0, 1))


def _is_end(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant))


def _is_width(node: ast.expr, at: Reporter) -> bool:
    """Whether a bound is the length of an axis, give or take a constant."""
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant):
        node = node.left
    if isinstance(node, ast.Name):
        value = at.lookup(node.id)
        return value is not None and str(value.ref).startswith("size:")
    return any(getattr(part, "attr", None) in ("shape", "size") for part in ast.walk(node))


def token_scores(x: Value) -> Value:
    """The scores of single tokens that a score of a sequence was made of."""
    while x.reduced and x.parts and x.parts[0].is_score and "V" not in x.parts[0].axes:
        x = x.parts[0]
    return x


def text_of(ids: Value) -> Value | None:
    """The text that token ids were made from."""
    if ids.kind != "ids" or not ids.has("tokenised") or not ids.parts:
        return None
    made = ids.parts[0]
    listed = made.elem if made.kind == "list" else None
    return text_of(listed) if listed is not None and listed.kind == "ids" else made


def pieces(text: Value) -> list[Value]:
    """The texts that a text was put together from."""
    if not (text.has("composed") and text.parts):
        return [text]
    return [piece for part in text.parts for piece in pieces(part)]


def composed_text(x: Value, depth: int = 0) -> Value | None:
    """The text that was put together whose tokens these scores belong to, whether tokenised here or sent to a server."""
    if x.kind == "text" and x.has("composed"):
        return x
    text = text_of(x)
    if text is not None:
        return text.elem or text
    for part in (*x.parts, *([x.elem] if x.elem is not None else [])) if depth < 10 else ():
        follows = part.has("composed") or part.kind in ("output", "list")
        found = composed_text(part, depth + 1) if follows else None
        if found is not None:
            return found
    return None


def joined_ids(x: Value, depth: int = 0) -> Value | None:
    """The token ids, joined of several, that these scores belong to."""
    if x.kind == "ids" and x.has("joined") and len(x.parts) > 1:
        return x
    for part in (*x.parts, *([x.elem] if x.elem is not None else [])) if depth < 10 else ():
        found = joined_ids(part, depth + 1) if part.has("composed") or part.kind == "list" else None
        if found is not None:
            return found
    return None


def called(value: Value) -> frozenset[str]:
    """The words of the name that a text or an unknown value was given."""
    return names.words(value.ref) if isinstance(value.ref, str) else frozenset()


def counts_prompt(length: Value) -> bool:
    """Whether a number is how many tokens the prompt has, by what was counted or by its name."""
    if length.kind == "length" and length.ref in ("len", "size:T") and length.parts:
        ids = length.parts[0]
        text = text_of(ids)
        return text is not None and not text.has("composed") and bool(called(text) & PROMPT)
    return bool(called(length) & PROMPT) and bool(called(length) & _COUNTS) and not called(length) & ANSWER


_COUNTS = frozenset(
    {"len", "length", "lens", "lengths", "n", "num", "size", "end", "tokens", "count", "ntokens"}
)
