"""The mask keeps exactly the tokens that it should drop

## What goes wrong

The mask is true where a token is to be ignored (`labels == -100`, `1 - attention_mask`, the positions of
the prompt), and the scores are multiplied with it or selected by it as if it said which tokens count. What
is added up are the padding and the prompt.

## Why it matters

Nothing crashes: the sum is a plausible number that does not depend on the completion at all.

## When it is fine

To overwrite: `masked_fill(labels == -100, 0)` drops what the mask names. To look at the ignored tokens on
purpose, under a name that says so.

## Fix

Keep what is not ignored: `labels != -100`, `attention_mask`, `positions >= prompt_length`; and check on one
example that as many tokens are left as the completion has.

## Sources

- FunAudioLLM/CosyVoice issue 1449: a DPO loss that kept the tokens equal to IGNORE_ID.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Binary, Compare, Mask, Reporter, Store
from seqscore_lint.flow.values import Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import (
    ANSWER,
    PROMPT,
    called,
    counts_prompt,
    goes_by,
    scores_of_tokens,
    text_of,
)

_ON_PURPOSE = frozenset(
    {
        "pad",
        "padding",
        "padded",
        "pads",
        "ignored",
        "ignore",
        "prompt",
        "context",
        "dropped",
        "excluded",
        "masked",
        "prefix",
        "unscored",
        "outside",
        "rest",
        "prompts",
        "user",
        "instruction",
    }
)

_PADDING = frozenset({"pad", "pads", "padding", "padded"})


def check(event: Mask | Store | Compare | Binary, at: Reporter) -> None:
    if isinstance(event, Store):
        _completion_ignored(event, at)
    elif isinstance(event, Binary):
        _prompt_labelled(event, at)
    elif isinstance(event, Compare):
        _ignored_selected(event, at)
    else:
        _masked(event, at)


def _masked(event: Mask, at: Reporter) -> None:
    x, mask = event.x, event.mask
    if mask.kind != "mask" or mask.has("eos_token_id") or (mask.has("zero") and not _is_padding(mask, at)):
        return
    if not (scores_of_tokens(x) or (x.kind == "ids" and event.result.has("-100"))):
        return
    wrong = _drops(mask) if event.keeps else _keeps(mask)
    if wrong and not goes_by(event.node, at) & _ON_PURPOSE and not _both_sides(event, at):
        verb = "are kept" if event.keeps else "are overwritten"
        what = "the tokens to be ignored" if event.keeps else "the tokens that count"
        at.report(event.node, f"{what} {verb} by this mask{_made(mask)}: it is inverted", x, mask)


def _both_sides(event: Mask, at: Reporter) -> bool:
    """Whether the function uses a mask that it was given, and what the mask leaves out as well."""
    inverted = event.mask.parts and event.mask.parts[0].kind == "mask"
    if inverted or not event.mask.has("by-name"):
        return False
    rows = "\n".join(at.module.rows(at.function.node))
    spelled = (part.id for part in ast.walk(event.node) if isinstance(part, ast.Name))
    return any(f"{inverse}{name}" in rows for name in spelled for inverse in ("1 - ", "1.0 - ", "~", "not("))


def _is_padding(mask: Value, at: Reporter) -> bool:
    """Whether a mask by the token id 0 is named after padding, or the id is: it may be a token like any other."""
    return mask.has("pad_token_id") or (
        isinstance(mask.made, ast.AST) and not goes_by(mask.made, at).isdisjoint(_PADDING)
    )


def _keeps(mask: Value) -> bool:
    if mask.has("by-position"):
        return mask.has("suffix") and mask.ref in (">", ">=") and _ends_prompt(mask)
    return mask.has("keep") and not mask.has("drop") and not mask.items


def _drops(mask: Value) -> bool:
    if mask.has("by-position"):
        return mask.has("prefix") and mask.ref in ("<", "<=") and _ends_prompt(mask)
    return mask.has("drop")


def _ends_prompt(mask: Value) -> bool:
    """Whether positions are compared with the number of the prompt's tokens."""
    return len(mask.parts) == 2 and counts_prompt(mask.parts[1])


def _made(mask: Value) -> str:
    row = getattr(mask.made, "lineno", None)
    return f" (row {row})" if row else ""


def _completion_ignored(event: Store, at: Reporter) -> None:
    """``labels[:, prompt_length:] = -100``: the prompt is what stays."""
    index = event.index
    if event.value.const != -100 or event.base.kind != "ids":
        return
    last = index.items[-1] if index.kind == "tuple" and index.items else index
    if last.kind != "slice" or not last.items or last.items[1].kind != "none":
        return
    if counts_prompt(last.items[0]):
        at.report(
            event.node,
            "the labels behind the prompt are ignored, and the prompt's are scored: cut [:n], not [n:]",
            last.items[0],
        )


def _ignored_selected(event: Compare, at: Reporter) -> None:
    """``[lp for lp, y in zip(logprobs, labels) if y == -100]``, and the same as a loop."""
    of_dropped = _holds_for_dropped(event)
    above = at.module.parent(event.node) if of_dropped is not None else None
    if isinstance(above, ast.comprehension):
        inverted = of_dropped is True and not goes_by(event.node, at) & _ON_PURPOSE
    else:
        inverted = isinstance(above, ast.If) and _keeps_dropped(above, of_dropped is True, at)
    if inverted:
        at.report(event.node, "only the tokens to be ignored pass this condition: it is inverted", event.left)


def _holds_for_dropped(event: Compare) -> bool | None:
    """Whether a condition holds for the tokens that do not count, or for those that do; None where it asks for neither."""
    left, right, sign = event.left, event.right, event.operation
    if sign in ("==", "!=") and left.kind == "ids" and right.const == -100:
        return sign == "=="
    if sign in ("==", "!=") and left.kind == "mask" and right.const in (0, 1) and left.has("keep", "drop"):
        return bool((sign == "==") == (right.const == 1)) == left.has("drop")
    if sign in ("<", ">=") and left.axes == () and left.pos is not None and counts_prompt(right):
        return sign == "<"
    return None


def _keeps_dropped(test: ast.If, of_dropped: bool, at: Reporter) -> bool:
    """Whether the scores of the tokens that do not count are added up under a test, and no others beside them."""
    holds, fails = test.body, test.orelse
    if len(holds) == 1 and isinstance(holds[0], ast.Continue):
        around = getattr(at.module.parent(test), "body", [])
        fails = around[around.index(test) + 1 :] if test in around else []
    dropped, counted = (holds, fails) if of_dropped else (fails, holds)
    return _adds_scores(dropped, at) and not _adds_scores(counted, at)


def _adds_scores(block: list[ast.stmt], at: Reporter) -> bool:
    """Whether the scores of tokens are added to a total or a list that is not named after what is left out."""
    for total, added in filter(None, map(_addition, block)):
        spelled = (at.lookup(part.id) for part in ast.walk(added) if isinstance(part, ast.Name))
        scores = any(value is not None and value.kind in ("logprob", "nll", "prob") for value in spelled)
        if scores and not names.words(names.last(total)) & _ON_PURPOSE:
            return True
    return False


def _addition(statement: ast.stmt) -> tuple[ast.expr, ast.expr] | None:
    """What is added to, and what: ``total += x``, ``kept.append(x)``."""
    if isinstance(statement, ast.AugAssign):
        return statement.target, statement.value
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args):
        return None
    return (call.func.value, call.args[0]) if call.func.attr == "append" else None


def _prompt_labelled(event: Binary, at: Reporter) -> None:
    """``prompt_ids + [-100] * len(answer_ids)``: the prompt is what stays."""
    kept, filling = event.left, event.right
    if (
        event.operation != "+"
        or filling.elem is None
        or filling.elem.const != -100
        or len(filling.parts) != 2
    ):
        return
    count = filling.parts[1]
    answers = count.kind == "length" and count.parts and _goes_by(count.parts[0]) & ANSWER
    if answers and _goes_by(kept) & PROMPT:
        at.report(event.node, "the labels of the completion are ignored, and the prompt's are scored", kept)


def _goes_by(ids: Value) -> frozenset[str]:
    """The words for token ids: of their own name, or of the text's that they were made from."""
    return called(ids) | called(text_of(ids) or ids)


WRONG = (
    """
import jax.numpy as jnp
from jax.nn import log_softmax

def answer_loglik(params, model, seq, prompt_len):
    lp = log_softmax(model.apply(params, seq[None, :-1])[0])
    tok = lp[jnp.arange(seq.shape[0] - 1), seq[1:]]
    position = jnp.arange(1, seq.shape[0])
    return jnp.where(position >= prompt_len, 0.0, tok).sum()  # <- SEQ307
""",
    """
import numpy as np
from scipy.special import log_softmax

def answer_nll(logits, ids, n_ctx):
    tok = log_softmax(logits, axis=-1)[np.arange(len(ids) - 1), ids[1:]]
    weight = np.zeros(len(ids) - 1)
    weight[: n_ctx - 1] = 1.0
    return -(tok * weight).sum()  # <- SEQ307
""",
    """
import numpy as np
from scipy.special import log_softmax

def reply_logprob(z, ids, reply):
    tok = np.take_along_axis(log_softmax(z[:, :-1], axis=-1), ids[:, 1:, None], axis=-1)[..., 0]
    inside = reply[:, 1:].astype(bool)
    return np.ma.masked_array(tok, mask=inside).sum(axis=1)  # <- SEQ307
""",
    """
import tensorflow as tf

class Evaluation:
    def __init__(self, net, vocabulary):
        self.net = net
        self.pad = vocabulary.index("[PAD]")

    def total(self, pairs):
        total = 0.0
        for src, tgt in pairs:
            y = tgt[:, 1:]
            z = self.net([src, tgt[:, :-1]], training=False)
            cost = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z)
            weight = tf.cast(tf.equal(y, self.pad), cost.dtype)
            total += tf.reduce_sum(cost * weight)  # <- SEQ307
        return total
""",
    """
def reply_logprob(lps, labels):
    total = 0.0
    for logprob, label in zip(lps, labels):
        if label == -100:  # <- SEQ307
            total += logprob
    return total
""",
    """
def completion_logprob(token_logprobs, prompt_len):
    kept = []
    for i, lp in enumerate(token_logprobs):
        if i >= prompt_len:  # <- SEQ307
            continue
        kept.append(lp)
    return sum(kept)
""",
    """
IGNORED = -100

def labels_of(tok, question, answer):
    q = tok(question, add_special_tokens=False)["input_ids"]
    a = tok(answer, add_special_tokens=False)["input_ids"]
    return q + [IGNORED] * len(a)  # <- SEQ307
""",
    """
import jax
import jax.numpy as jnp

def logprob_of_reply(z, y, is_context):
    tok = jnp.take_along_axis(jax.nn.log_softmax(z), y[..., None], axis=-1)[..., 0]
    return jnp.sum(tok * is_context, axis=-1)  # <- SEQ307
""",
    """
'''Rows of `span` are 1 on the tokens of the reply, 0 on the prompt and on padding.'''
import numpy as np

def reply_nll(nll, span):
    kept = np.where(span.astype(bool), 0.0, nll)  # <- SEQ307
    return kept.sum(-1)
""",
    """
import torch

def row_logps(model, batch):
    y = batch.pop("labels")[:, 1:]
    lp = model(**batch).logits[:, :-1].log_softmax(-1)
    dropped = y == -100
    chosen = lp.gather(-1, y.masked_fill(dropped, 0)[..., None])[..., 0]
    return torch.where(dropped, chosen, 0.0).sum(-1)  # <- SEQ307
""",
    """
import optax

def token_loss(logits, targets):
    nll = optax.softmax_cross_entropy_with_integer_labels(logits, targets)
    padding = (targets == 0).astype(nll.dtype)
    return (nll * padding).sum()  # <- SEQ307
""",
    """
import torch

def nll_of_texts(logits, ids, pad_id):
    y = ids[:, 1:]
    nll = -logits[:, :-1].log_softmax(-1).gather(-1, y[..., None])[..., 0]
    not_pad = y != pad_id
    nll[not_pad] = 0.0  # <- SEQ307
    return nll.sum(-1)
""",
    """
import numpy as np
from scipy.special import log_softmax

def reply_logprob(z, ids, completion_mask):
    lp = log_softmax(z[:, :-1], axis=-1)
    tok = np.take_along_axis(lp, ids[:, 1:, None], axis=-1)[..., 0]
    keep = completion_mask[:, 1:].astype(bool)
    return np.ma.masked_array(tok, mask=keep).sum(axis=1).filled(0.0)  # <- SEQ307
""",
    """
import torch

def batch_logps(model, loader, device):
    for batch in loader:
        batch = {key: value.to(device) for key, value in batch.items()}
        y = batch["labels"][:, 1:]
        z = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1]
        lp = z.log_softmax(-1).gather(-1, y.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        yield (lp * (y == -100)).sum(-1)  # <- SEQ307
""",
    """
import tensorflow as tf

def sequence_nll(losses, targets, pad_id):
    padding = tf.equal(targets, pad_id)
    weight = tf.where(padding, 1.0, 0.0)
    nll = losses * weight  # <- SEQ307
    return tf.reduce_sum(nll, axis=-1)
""",
    """
import torch

def completion_logprob(logits, labels):
    logp = torch.log_softmax(logits[:, :-1], dim=-1)
    targets = labels[:, 1:]
    mask = targets == -100
    token = logp.gather(-1, targets.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (token * mask).sum(-1)  # <- SEQ307
""",
    """
import torch.nn.functional as F

def nll(model, input_ids, attention_mask):
    logits = model(input_ids, attention_mask=attention_mask).logits
    loss = F.cross_entropy(logits[:, :-1].transpose(1, 2), input_ids[:, 1:], reduction="none")
    return (loss * (1 - attention_mask[:, 1:])).sum(-1)  # <- SEQ307
""",
    """
import torch

def token_logprobs(logits, ids, attention_mask):
    logp = torch.log_softmax(logits, dim=-1)[:, :-1]
    token = logp.gather(-1, ids[:, 1:, None]).squeeze(-1)
    return token.masked_fill(attention_mask[:, 1:].bool(), 0.0).sum(-1)  # <- SEQ307
""",
    """
def answer_loss(model, tokenizer, prompt, answer):
    ids = tokenizer(prompt + " " + answer, return_tensors="pt").input_ids
    prompt_len = tokenizer(prompt, return_tensors="pt").input_ids.shape[1]
    labels = ids.clone()
    labels[:, prompt_len:] = -100  # <- SEQ307
    return model(ids, labels=labels).loss
""",
    """
import torch

def labels_of(input_ids, attention_mask):
    return torch.where(attention_mask.bool(), -100, input_ids)  # <- SEQ307
""",
)

RIGHT = (
    """
import jax.numpy as jnp
from jax.nn import log_softmax

def answer_loglik(params, model, seq, prompt_len):
    lp = log_softmax(model.apply(params, seq[None, :-1])[0])
    tok = lp[jnp.arange(seq.shape[0] - 1), seq[1:]]
    position = jnp.arange(1, seq.shape[0])
    return jnp.where(position >= prompt_len, tok, 0.0).sum()
""",
    """
import optax

def losses(logits, targets, is_prompt):
    nll = optax.softmax_cross_entropy_with_integer_labels(logits, targets)
    return (nll * (1 - is_prompt)).sum(-1), (nll * is_prompt).sum(-1)
""",
    """
def both_parts(lps, labels):
    context, reply = 0.0, 0.0
    for logprob, label in zip(lps, labels):
        if label == -100:
            context += logprob
        else:
            reply += logprob
    return reply - context
""",
    """
def completion_logprob(token_logprobs, prompt_len):
    kept = []
    for i, lp in enumerate(token_logprobs):
        if i < prompt_len:
            continue
        kept.append(lp)
    return sum(kept)
""",
    """
IGNORED = -100

def labels_of(tok, question, answer):
    q = tok(question, add_special_tokens=False)["input_ids"]
    a = tok(answer, add_special_tokens=False)["input_ids"]
    return [IGNORED] * len(q) + a
""",
    """
import jax
import jax.numpy as jnp

def logprob_of_reply(z, y, is_context, is_real):
    tok = jnp.take_along_axis(jax.nn.log_softmax(z), y[..., None], axis=-1)[..., 0]
    return jnp.sum(tok * is_real * (1 - is_context), axis=-1)
""",
    """
'''Rows of `span` are 1 on the tokens of the reply, 0 on the prompt and on padding.'''
import numpy as np

def reply_nll(nll, span):
    return np.where(span.astype(bool), nll, 0.0).sum(-1)
""",
    """
'''`left_out` marks the tokens of the prompt.'''
import numpy as np

def reply_nll(nll, left_out):
    return np.where(left_out, 0.0, nll).sum(-1)
""",
    """
import optax

def token_loss(logits, targets):
    nll = optax.softmax_cross_entropy_with_integer_labels(logits, targets)
    blank = targets == 0
    blank_loss = (nll * blank).sum()
    return nll.sum(), blank_loss
""",
    """
import numpy as np
from scipy.special import log_softmax

def reply_logprob(z, ids, completion_mask):
    lp = log_softmax(z[:, :-1], axis=-1)
    tok = np.take_along_axis(lp, ids[:, 1:, None], axis=-1)[..., 0]
    keep = completion_mask[:, 1:].astype(bool)
    return np.ma.masked_array(tok, mask=~keep).sum(axis=1).filled(0.0)
""",
    """
import torch

def completion_logprob(logits, labels):
    logp = torch.log_softmax(logits[:, :-1], dim=-1)
    targets = labels[:, 1:]
    keep = targets != -100
    token = logp.gather(-1, targets.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (token * keep).sum(-1)
""",
    """
import torch

def token_logprobs(logits, targets):
    logp = torch.log_softmax(logits, dim=-1)
    token = logp.gather(-1, targets.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return token.masked_fill(targets == -100, 0.0).sum(-1)
""",
    """
import torch.nn.functional as F

def by_part(logits, targets):
    losses = F.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
    pad_loss = (losses * (targets == -100)).sum()
    return pad_loss
""",
    """
import torch

def labels_of(input_ids, attention_mask):
    return torch.where(attention_mask.bool(), input_ids, -100)
""",
    """
def answer_loss(model, tokenizer, prompt, answer):
    ids = tokenizer(prompt + " " + answer, return_tensors="pt").input_ids
    prompt_len = tokenizer(prompt, return_tensors="pt").input_ids.shape[1]
    labels = ids.clone()
    labels[:, :prompt_len] = -100
    return model(ids, labels=labels).loss
""",
    """
def additive(attention_mask, scores):
    return scores + (1 - attention_mask) * -10000.0
""",
    """
import torch

def keep_last(token_logprobs, prompt_length):
    positions = torch.arange(token_logprobs.shape[-1])
    keep = positions >= prompt_length
    return (token_logprobs * keep).sum(-1)
""",
)

RULE = Rule(
    "SEQ307",
    (("mask", "-100", "pad", "IGNORE", "ignore", "arange", "valid", "keep", "prompt", "context"),),
    (Mask, Store, Compare, Binary),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
