"""The caller's labels or mask changed in place

## What goes wrong

`labels[labels == -100] = 0` does not make new labels. It changes the tensor that the caller handed in, a
slice of it included: whoever uses the batch next, the reference model, the metric, the next epoch, finds no
ignored token any more and scores the prompt and the padding.

## Why it matters

The first call is right, so a test of the function passes. The second call returns another number for the
same arguments.

## When it is fine

On a clone; in a function that announces that it works in place; in labels that were made in the function
itself.

## Fix

`labels = labels.clone()` first, or the operation that returns a new tensor: `labels.masked_fill(labels ==
-100, 0)`, `torch.where`. What others see changes on purpose, so the fix is unsafe.

## Sources

- NVIDIA-NeMo/Automodel issue 3917 (the loss of a reused batch becomes 0.0); ServiceNow/Fast-LLM pull
  request 253.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Reporter, Store
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Fix, Rule

if TYPE_CHECKING:
    import libcst as cst

    from seqscore_lint.codemods import Scope

_LABELS = frozenset({"label", "labels", "target", "targets", "tgt", "gold", "mask", "masks", "y"})


def check(event: Store, at: Reporter) -> None:
    base = event.base
    if (
        base.kind not in ("ids", "mask")
        or not base.has("param", "param-batch")
        or base.has("clone", "copied")
    ):
        return
    changed = event.node.value if isinstance(event.node, ast.Subscript) else None
    if isinstance(event.node, ast.Call) and isinstance(event.node.func, ast.Attribute):
        module = event.node.func.attr in ("putmask", "place", "copyto", "put", "put_along_axis")
        changed = event.node.args[0] if module and event.node.args else event.node.func.value
    if changed is None or not _names_labels(changed, base):
        return
    if (
        "in place" in at.function.doc
        or "in-place" in at.function.doc
        or names.words(at.function.name) & {"inplace"}
    ):
        return
    uncovers = event.index.has("ignored") and event.value.const != -100
    covers = event.value.const == -100 if base.kind == "ids" else event.value.const in (0, 1) and _scores(at)
    if not uncovers and (not covers or _is_returned(changed, at)):
        return  # making labels or a mask is what it is for
    what = "mask" if base.kind == "mask" else "labels"
    at.report(
        _statement(event.node, at),
        f"the caller's {what} change in place here, and the next use of the batch sees them: clone first",
        base,
        trust=LIKELY,
    )


def _names_labels(changed: ast.expr, base: Value) -> bool:
    if base.kind == "mask" or base.has("labels", "-100"):
        return True
    name = (
        changed.id
        if isinstance(changed, ast.Name)
        else changed.attr
        if isinstance(changed, ast.Attribute)
        else ""
    )
    return bool(names.words(name) & _LABELS)


def _scores(at: Reporter) -> bool:
    """Whether the function has to do with scores, so that its masks say which tokens count."""
    spelled = (
        getattr(n, "id", None) or getattr(n, "attr", None) or getattr(n, "arg", None)
        for n in ast.walk(at.function.node)
    )
    return any(names.kind_of_name(name) in ("logprob", "logit", "nll", "ppl") for name in spelled if name)


def _is_returned(changed: ast.expr, at: Reporter) -> bool:
    name = getattr(changed, "id", "")
    return any(
        isinstance(part, ast.Return) and part.value is not None
        and any(isinstance(n, ast.Name) and n.id == name for n in _handed_over(part.value))
        for part in ast.walk(at.function.node)
    )  # fmt: skip


def _handed_over(returned: ast.expr) -> list[ast.expr]:
    """What a return statement hands over as it is."""
    if isinstance(returned, (ast.Tuple, ast.List)):
        return returned.elts
    return [v for v in returned.values if v is not None] if isinstance(returned, ast.Dict) else [returned]


def _statement(node: ast.AST, at: Reporter) -> ast.AST:
    above = at.module.parent(node)
    return above if isinstance(above, ast.Assign) and len(above.targets) == 1 else node


def _rewrite(node: cst.CSTNode, scope: Scope) -> cst.CSTNode | None:
    """``labels[mask] = v``, ``labels.masked_fill_(mask, v)`` as ``labels = labels.masked_fill(mask, v)``."""
    import libcst as cst

    parts = _stored(node) if isinstance(node, cst.Assign) and scope.means("torch", node) else _filled(node)
    if parts is None:
        return None
    labels, mask, value = parts
    if not isinstance(labels, cst.Name):
        return None
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    fill = cst.Attribute(labels, cst.Name("masked_fill"))
    return cst.Assign(
        [cst.AssignTarget(labels)], cst.Call(fill, [cst.Arg(mask, comma=comma), cst.Arg(value)])
    )


def _stored(node: cst.Assign) -> tuple[cst.BaseExpression, cst.BaseExpression, cst.BaseExpression] | None:
    """The tensor, the mask and the value of ``labels[mask] = value``."""
    import libcst as cst

    target = node.targets[0].target
    if not isinstance(target, cst.Subscript) or len(target.slice) != 1:
        return None
    index = target.slice[0].slice
    if isinstance(index, cst.Index) and isinstance(
        index.value, (cst.Comparison, cst.UnaryOperation, cst.Name)
    ):
        return target.value, index.value, node.value
    return None


def _filled(node: cst.CSTNode) -> tuple[cst.BaseExpression, cst.BaseExpression, cst.BaseExpression] | None:
    """The tensor, the mask and the value of ``labels.masked_fill_(mask, value)``, a statement of its own."""
    import libcst as cst

    if not isinstance(node, cst.Expr) or not isinstance(node.value, cst.Call):
        return None
    func, args = node.value.func, node.value.args
    if not isinstance(func, cst.Attribute) or func.attr.value != "masked_fill_":
        return None
    return (
        (func.value, args[0].value, args[1].value)
        if len(args) == 2 and not any(a.keyword or a.star for a in args)
        else None
    )


FIX = Fix("unsafe", "Make new labels with `masked_fill`", _rewrite)

WRONG = (
    """
def answer_log_prob(net, ids, keep, starts):
    logits = net(input_ids=ids, attention_mask=keep).logits
    for i in range(len(starts)):
        keep[i, : starts[i]] = 0  # <- SEQ308
    logp = logits[:, :-1].log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    return (logp * keep[:, 1:]).sum(-1)
""",
    """
import numpy as np

def nll(logp, batch):
    y = batch["labels"]
    keep = y != -100
    np.putmask(y, ~keep, 0)  # <- SEQ308
    return -(np.take_along_axis(logp, y[..., None], -1)[..., 0] * keep).sum()
""",
    """
import torch

def answer_nll(logp: torch.Tensor, labels: torch.Tensor):
    counted = labels.ge(0)
    labels.masked_fill_(~counted, 0)  # <- SEQ308
    tokens = torch.take_along_dim(logp, labels[..., None], dim=-1)[..., 0]
    return -tokens[counted].sum()
""",
    """
import torch

def sequence_logprob(logits, labels):
    logp = torch.log_softmax(logits[:, :-1], dim=-1)
    labels = labels[:, 1:]
    mask = labels != -100
    labels[labels == -100] = 0  # <- SEQ308
    token = logp.gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    return (token * mask).sum(-1)
""",
    """
import torch

def sequence_logprob(logits, labels):
    logp = torch.log_softmax(logits[:, :-1], dim=-1)
    mask = labels[:, 1:] != -100
    labels.masked_fill_(labels == -100, 0)  # <- SEQ308
    token = logp.gather(-1, labels[:, 1:].unsqueeze(-1)).squeeze(-1)
    return (token * mask).sum(-1)
""",
    """
def loss(model, batch, prompt_length):
    batch["labels"][:, :prompt_length] = -100  # <- SEQ308
    return model(batch["input_ids"], labels=batch["labels"]).loss
""",
    """
import numpy as np

def score(token_logprobs, mask, prompt_length):
    mask[:, :prompt_length] = 0  # <- SEQ308
    return np.sum(token_logprobs * mask, axis=-1)
""",
)

RIGHT = (
    """
def answer_log_prob(net, ids, keep, starts):
    logits = net(input_ids=ids, attention_mask=keep).logits
    keep = keep.clone()
    for i in range(len(starts)):
        keep[i, : starts[i]] = 0
    logp = logits[:, :-1].log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    return (logp * keep[:, 1:]).sum(-1)
""",
    """
import torch

def sequence_logprob(logits, labels):
    logp = torch.log_softmax(logits[:, :-1], dim=-1)
    labels = labels[:, 1:].clone()
    mask = labels != -100
    labels[labels == -100] = 0
    token = logp.gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    return (token * mask).sum(-1)
""",
    """
import torch

def sequence_logprob(logits, labels):
    logp = torch.log_softmax(logits[:, :-1], dim=-1)
    labels = labels[:, 1:]
    mask = labels != -100
    labels = labels.masked_fill(~mask, 0)
    token = logp.gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    return (token * mask).sum(-1)
""",
    """
def labels_of(input_ids, prompt_length):
    labels = input_ids.clone()
    labels[:, :prompt_length] = -100
    return labels
""",
    """
def ignore_prompt(labels, prompt_length):
    labels[:, :prompt_length] = -100
    return labels
""",
    """
import torch

def completion_mask(input_ids, prompt_length):
    mask = torch.ones_like(input_ids)
    mask[:, :prompt_length] = 0
    return mask
""",
    """
import copy

def loss(model, batch, prompt_length):
    labels = copy.deepcopy(batch["labels"])
    labels[:, :prompt_length] = -100
    return model(batch["input_ids"], labels=labels).loss
""",
)

RULE = Rule(
    "SEQ308",
    (("] =", "_(", "]=", "putmask", "place(", "copyto"), ("label", "mask", "target", "-100")),
    (Store,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
    FIX,
)
