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

from seqscore_lint.flow.events import Compare, Mask, Reporter, Store
from seqscore_lint.flow.values import Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import counts_prompt, goes_by, scores_of_tokens

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


def check(event: Mask | Store | Compare, at: Reporter) -> None:
    if isinstance(event, Store):
        _completion_ignored(event, at)
    elif isinstance(event, Compare):
        _ignored_selected(event, at)
    else:
        _masked(event, at)


def _masked(event: Mask, at: Reporter) -> None:
    x, mask = event.x, event.mask
    if mask.kind != "mask" or mask.has("eos_token_id") or (mask.has("zero") and mask.has("by-value")):
        return
    if not (scores_of_tokens(x) or (x.kind == "ids" and event.result.has("-100"))):
        return
    wrong = _drops(mask) if event.keeps else mask.has("keep") and not mask.has("drop") and not mask.items
    if wrong and not goes_by(event.node, at) & _ON_PURPOSE:
        verb = "are kept" if event.keeps else "are overwritten"
        what = "the tokens to be ignored" if event.keeps else "the tokens that count"
        at.report(event.node, f"{what} {verb} by this mask{_made(mask)}: it is inverted", x, mask)


def _drops(mask: Value) -> bool:
    if mask.has("by-position"):
        return mask.has("prefix") and mask.ref in ("<", "<=") and counts_prompt(mask.parts[1])
    return mask.has("drop")


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
    """``[lp for lp, y in zip(logprobs, labels) if y == -100]``."""
    ignored = event.operation == "==" and event.right.const == -100 and event.left.kind == "ids"
    above = at.module.parent(event.node) if ignored else None
    if isinstance(above, ast.comprehension) and not goes_by(event.node, at) & _ON_PURPOSE:
        at.report(event.node, "only the tokens to be ignored pass this condition: it is inverted", event.left)


WRONG = (
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
    (("mask", "-100", "pad", "IGNORE", "ignore", "arange", "valid", "keep"),),
    (Mask, Store, Compare),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
