"""Layers by hand: matrices with a row for every token, and the logits that they make."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow import names
from seqscore_lint.flow.operations import Site, operation
from seqscore_lint.flow.values import LIKELY, Value, fresh, unknown

if TYPE_CHECKING:
    from seqscore_lint.flow.expressions import Expressions

_SMALL = 50
"""Fewer rows an embedding has for something else than tokens."""
_VOCABULARIES = frozenset(
    {"vocab", "vocabulary", "alphabet", "charset", "chars", "vocabsize", "nvocab", "nchars"}
)


@operation("embedding")
def embedding(ip: Expressions, site: Site) -> Value:
    """A table with a row for every token: what has as many outputs speaks of the same vocabulary."""
    count, width = site["count"], site["width"]
    if site.given("count") and count.vn != width.vn:
        # One row may be there for the padding or the start.
        ip.vocabularies.update([count.vn, *(part.vn for part in count.parts if count.has("+1", "+2"))])
        if isinstance(count.const, int) and count.const > _SMALL:
            ip.vocabularies.update(("rows", count.const - spare) for spare in (0, 1, 2))
    weight = Value("matrix", fresh(), axes=("V", "?"))
    return Value("embedding", fresh(), fields={"weight": weight, "embedding": weight})


def counts_rows(ip: Expressions, size: Value) -> bool:
    """Whether there are so many of something as an embedding of this file has rows."""
    return size.vn in ip.vocabularies or (
        isinstance(size.const, int) and ("rows", size.const) in ip.vocabularies
    )


@operation("matrix")
def matrix(ip: Expressions, site: Site) -> Value:
    """An array of random numbers: a matrix where one of its two axes runs over the vocabulary."""
    given = (*site.args, *site.keywords.values())
    parts = [*site.node.args, *(keyword.value for keyword in site.node.keywords)]
    shape = next((value for value in given if value.kind in ("tuple", "list")), None)
    sizes = shape.items if shape is not None else given[:2]
    spelled = next((part.elts for part in parts if isinstance(part, (ast.Tuple, ast.List))), parts[:2])
    if sizes is None or len(sizes) != 2 or len(spelled) != 2:
        return unknown()
    axes = tuple("V" if _counts_tokens(ip, *size) else "?" for size in zip(sizes, spelled))
    return Value("matrix", fresh(), axes=axes) if axes.count("V") == 1 else unknown()


def _counts_tokens(ip: Expressions, size: Value, node: ast.expr) -> bool:
    """Whether a size is that of the vocabulary: ``vocab_size``, ``len(alphabet)``, ``V``, or the rows of an embedding."""
    if isinstance(node, ast.Call) and names.last(node.func) == "len" and node.args:
        node = node.args[0]
    name = names.last(node)
    return counts_rows(ip, size) or name == "V" or bool(names.words(name) & _VOCABULARIES)


@operation("dot")
def dot(ip: Expressions, site: Site) -> Value:
    """``np.dot(h, W)``, ``W.dot(h)``"""
    return product(site["x"], site["y"])


@operation("affine")
def affine(ip: Expressions, site: Site) -> Value:
    """``F.linear(h, W)``: the rows of W are the outputs."""
    rows = site["weight"]
    return product(rows, site["x"])


def product(left: Value, right: Value) -> Value:
    """``W @ h``, ``h @ W``: a logit for every token, where the axis of the matrix that is left runs over these."""
    if left.kind == "matrix" and left.axes[0] == "V":
        x = right
    elif right.kind == "matrix" and right.axes[-1] == "V":
        x = left
    else:
        return unknown(parts=(left, right))
    return Value("logit", fresh(), axes=("*", "V"), domain="causal", trust=LIKELY, origin=x.origin, span=x.span,
                 tags=frozenset({"affine"}))  # fmt: skip
