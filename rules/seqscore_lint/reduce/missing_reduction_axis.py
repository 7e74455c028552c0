"""sum() or mean() without an axis merges the sequences of a batch

## What goes wrong

Token log-probs of a batch have shape [B, T]. `.sum()` without an axis adds up all B sequences and returns one
number where B scores were expected.

## Why it matters

Every sequence gets the same score, or broadcasting spreads the total over the batch. With a batch of one,
as in most tests, nothing is wrong; it shows only in production.

## When it is fine

Corpus totals and token-weighted training losses: there the sum over everything is divided by the count of
everything. A batch of one.

## Fix

`sum(dim=-1)`. Not rewritten: whether one number or one per sequence was wanted is the author's to say.

## Sources

- xjdr-alt/entropix issue 85; AI4Finance-Foundation/ElegantRL pull request 273.
- PacktPublishing/Tensorflow-2-Reinforcement-Learning-Cookbook pull request 46: reduce_sum over the batch.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Assign, Binary, Choose, Compare, Elementwise, Reporter, Return
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_PER_SEQUENCE = re.compile(
    r"(?:per|each|every)[-_ ](?:\w+ )?(?:sequence|example|sample|row|completion|response|candidate|answer|"
    r"text|sentence|prompt)|"
    r"\[B\]|\(B,?\)|shape \(?batch|for a batch|one (?:score|value|number|log-?prob\w*) (?:per|for each|a)|"
    r"(?:sequence|batch|completion|response|answer|option|candidate)s?_(?:log_?probs|logps|scores|lls|nlls|"
    r"log_likelihoods|loglikelihoods)(?![a-z])",
    re.IGNORECASE,
)
_ONE_EACH = re.compile(
    r"(?:->|[Rr]eturns?\b[^.\n]{0,40}?[([])\s*\(?\[?(?:[BCNK]|batch(?:_size)?),?[)\]]|(?:of|for) (?:each|every) (?:sequence|row|completion|response|candidate|answer|sentence|"
    r"rollout|sample|example|trajectory|reply|text|prompt|block|window|document|snippet|passage|line)(?![a-z])|"
    r"[Oo]ne (?:\w+ )?(?:score|value|number|log-?prob\w*) (?:per|for each)",
)
"""What documents one number for each sequence of a batch."""
_BATCH_DOC = re.compile(rf"{_ONE_EACH.pattern}|\(B,\)|shape \(B\)|\[B\]")
_WEIGHTS = frozenset({"rewards", "advantages", "returns", "weights", "advs", "adv", "advantage"})
_PLURAL = frozenset(
    {
        "logprobs",
        "logps",
        "scores",
        "lls",
        "lps",
        "nlls",
        "loglikelihoods",
        "likelihoods",
        "perplexities",
        "ppls",
        "probs",
    }
)


def check(event: Assign | Return | Binary | Elementwise | Compare | Choose, at: Reporter) -> None:
    if isinstance(event, Compare):
        both = (event.left, event.right)
        if all(map(_is_total, both)) and event.left.vn != event.right.vn:
            _report(event.left, event.node, at, "the totals of two batches are compared")
    elif isinstance(event, Binary):
        if not (event.left.is_score or event.right.is_score):
            return
        _weighted(event, at)
        for side, other in ((event.left, event.right), (event.right, event.left)):
            score = _unscaled(side)
            if _merged(score) and (other.axes == ("B",) or (_is_reward(other) and _is_batch(score))):
                _report(score, event.node, at, "the other operand has one number for each sequence")
    elif isinstance(event, Elementwise):
        if event.function in ("logsigmoid", "sigmoid", "softplus") and event.x.kind == "ratio":
            for leaf in contract.chain(event.x):
                if _merged(leaf):
                    _report(leaf, event.node, at, "responses are compared by it")
    elif isinstance(event, Choose):
        if _merged(event.x) and event.result.kind in ("index", "ids"):
            _report(event.x, event.node, at, "the best of several is asked for")
    elif isinstance(event, Return) and (value := _documented_each(event)) is not None:
        _report(value, event.node, at, "one score per sequence is documented")
    elif _merged(event.value) and _is_batch(event.value):
        if isinstance(event, Return):
            wanted = bool(_PER_SEQUENCE.search(contract.intent(at))) or bool(
                names.words(event.function.name) & _PLURAL
            )
        else:
            wanted = bool(names.words(event.name) & _PLURAL)
        if wanted and not re.search(r"total|corpus|loss|_sum", contract.intent(at), re.IGNORECASE):
            _report(event.value, event.node, at, "one score per sequence is expected")


def _documented_each(event: Return) -> Value | None:
    """The merged number that a function returns which documents one for each sequence."""
    value = _of_each(event.value)
    if _merged_unknown(value, event):
        return value
    found = (
        _ratio_behind(value)
        or _weight_behind(value)
        or _loss_behind(value)
        or (value if _merged(value) else None)
    )
    return found if found is not None and _says_one_each(event) else None


def _of_each(value: Value) -> Value:
    """What is returned for each sequence, where it is a list of a batch's totals, or of objects that hold one."""
    elem = value.elem if value.kind == "list" else value.parts[0].elem if _is_listed(value) else None
    fields = elem.fields if elem is not None and elem.kind == "object" else None
    held = (*(fields or {}).values(), *([elem] if elem is not None else []))
    return next((one for one in held if _merged(one) and _is_batch(one)), value)


def _is_listed(value: Value) -> bool:
    """Whether it is an array of the numbers in a list."""
    return value.has("listed") and value.axes == ("C",) and bool(value.parts)


def _ratio_behind(value: Value) -> Value | None:
    """The mean over a batch that a value is, or is the negative or the exponential of."""
    exponentiated = value.kind in ("ppl", "prob")
    return next((part for part in contract.chain(value, 2 if exponentiated else 0) if _is_ratio(part)), None)


def _loss_behind(value: Value) -> Value | None:
    """The mean loss of a padded batch that a value is, or is the exponential of."""
    loss = value.parts[0] if value.kind == "ppl" and value.parts else value
    mean = loss.has("mean-loss") and loss.reduced == "mean" and not loss.outer
    return loss if mean and loss.kind == "nll" and loss.has("-100", "padded") and loss.axes == () else None


def _weight_behind(value: Value) -> Value | None:
    """The merged log-ratio whose exponential a value is."""
    ratio = value.parts[0] if value.kind == "num" and len(value.parts) == 1 else value
    return ratio if ratio.kind == "ratio" and _merged(ratio) and _is_batch(ratio) else None


def _says_one_each(event: Return) -> bool:
    return bool(_ONE_EACH.search(event.function.doc)) or (
        event.value.kind == "ppl" and bool(names.words(event.function.name) & {"perplexities", "ppls"})
    )


def _merged_unknown(value: Value, event: Return) -> bool:
    """A sum without an axis of what may be a batch or a sequence, where one score for each of several is documented."""
    return _may_merge(value) and value.axes == () and bool(_BATCH_DOC.search(event.function.doc))


def _weighted(event: Binary, at: Reporter) -> None:
    """A batch's sum times the rewards of its sequences, or subtracted from them."""
    if event.operation in ("*", "+", "-") and isinstance(event.node, ast.BinOp):
        for side, other in ((event.left, event.node.right), (event.right, event.node.left)):
            score = _unscaled(side)
            named = contract.named(other) if event.operation == "*" else {names.last(other)}
            merged = _merged(score) or (_may_merge(score) and not score.has("by-name"))
            if merged and any(names.words(name) & _WEIGHTS for name in named):
                _report(score, event.node, at, "each sequence has a weight of its own")


def _may_merge(score: Value) -> bool:
    """A masked sum without an axis of what may be a batch."""
    return (
        score.kind in ("logprob", "nll", "ratio")
        and score.has("merged-unknown")
        and score.has("masked")
        and score.reduced == "sum"
        and not score.has("by-length", "acc", "listed")
    )


def _unscaled(value: Value) -> Value:
    """What a score was before a coefficient weighed it."""
    return next((p for p in value.parts if p.is_score), value) if value.has("scaled") else value


def _is_reward(value: Value) -> bool:
    """The one logit that a reward model gives each sequence."""
    return (
        value.kind == "logit" and value.domain == "classifier" and "V" not in value.axes and not value.reduced
    )


def _merged(value: Value) -> bool:
    """One number made of the tokens of all sequences at once, without a later division by their count."""
    if (
        value.kind not in ("logprob", "nll", "prob", "ratio")
        or not value.has("merged-batch")
        or value.axes != ()
    ):
        return False
    if (
        value.has("by-length", "mean-loss", "row")
        or value.reduced not in ("sum", "mean")
        or value.reduced != value.outer
    ):
        return False
    return isinstance(value.made, ast.Call)


def _is_total(value: Value) -> bool:
    """The log-probability of all sequences of a batch together."""
    return value.kind == "logprob" and value.reduced == "sum" and _merged(value) and _is_batch(value)


def _is_ratio(value: Value) -> bool:
    """The sum over a batch divided by the count over a batch: right for a loss, not for scores."""
    return (
        value.kind in ("logprob", "nll")
        and value.has("merged-batch")
        and value.axes == ()
        and (value.reduced, value.outer) == ("mean", "mean")
        and isinstance(value.made, ast.BinOp)
        and _is_batch(value)
    )


def _is_batch(value: Value) -> bool:
    """Whether the tokens are really those of several sequences: padded, masked, or given as a batch."""
    return value.has("padded", "masked", "-100", "from-batch", "param") or any(
        part.has("padded", "from-batch") for part in contract.chain(value, 5)
    )


def _merging(value: Value) -> Value:
    """The total that a mean was divided from, where the sequences are merged by it; else the value itself."""
    divided = isinstance(value.made, ast.BinOp) and bool(value.parts)
    total = value.parts[0] if divided else value
    return total if total.has("merged-batch") and isinstance(total.made, ast.Call) else value


def _report(value: Value, node: ast.AST, at: Reporter, why: str) -> None:
    word = "sum" if value.reduced == "sum" else "mean"
    at.report(
        _merging(value).made or node,
        f"{word}() without an axis merges the sequences of the batch into one number, but {why}: {word} "
        "over the tokens only",
        value,
        trust=LIKELY,
    )


WRONG = (
    """
import torch
import torch.nn.functional as F

def choose(model, tokenizer, options):
    enc = tokenizer(options, return_tensors="pt", padding=True)
    labels = enc.input_ids.masked_fill(enc.attention_mask == 0, -100)[:, 1:]
    logits = model(**enc).logits[:, :-1]
    nll = F.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
    return options[int(torch.argmin(nll.sum()))]  # <- SEQ408
""",
    """
import torch.nn.functional as F

def rates(lm, ids, attention):
    '''Returns the perplexities as an array (batch,).'''
    nll = F.cross_entropy(lm(ids, attention_mask=attention).logits[:, :-1].mT, ids[:, 1:], reduction="none")
    kept = attention[:, 1:]
    return ((nll * kept).sum() / kept.sum()).exp()  # <- SEQ408
""",
    """
def surrogate(token_logps, mask, scores):
    '''token_logps, mask: (B, T); scores: (B,)'''
    adv = (scores - scores.mean()) / scores.std()
    return -(adv * (token_logps * mask).sum()).mean()  # <- SEQ408
""",
    """
from typing import NamedTuple

class Scored(NamedTuple):
    reply: str
    loglik: float

def rate(lm, tok, replies):
    '''One log-likelihood per reply: one value for each.'''
    enc = tok(replies, padding=True, return_tensors="pt")
    table = lm(**enc).logits[:, :-1].log_softmax(-1)
    got = table.gather(-1, enc["input_ids"][:, 1:, None])[..., 0]
    both = (got * enc["attention_mask"][:, 1:]).sum()  # <- SEQ408
    return [Scored(reply, both.item()) for reply in replies]
""",
    """
import numpy as np
from scipy.special import log_softmax

def score(dump, step=16):
    '''One score for each sequence of the dump.'''
    found = []
    for first in range(0, len(dump["tokens"]), step):
        ids = dump["tokens"][first : first + step, 1:]
        table = log_softmax(dump["logits"][first : first + step, :-1], axis=-1)
        got = np.take_along_axis(table, ids[:, :, None], axis=2)[:, :, 0]
        found.append((got * dump["mask"][first : first + step, 1:]).sum())  # <- SEQ408
    return np.array(found)
""",
    """
import torch

def response_logprobs(model, ids, mask):
    '''One summed log-prob per response: shape [B].'''
    lp = model(input_ids=ids, attention_mask=mask).logits[:, :-1].float().log_softmax(-1)
    wanted = ids[:, 1:]
    row = torch.arange(wanted.size(0)).unsqueeze(1)
    picked = lp[row, torch.arange(wanted.size(1)), wanted]
    return (picked * mask[:, 1:]).sum()  # <- SEQ408
""",
    """
import torch.nn.functional as F

def length_normalised(model, ids, attention, answer):
    \"\"\"Mean log-prob of the answer, one value per row.\"\"\"
    z = model(input_ids=ids, attention_mask=attention).logits[:, :-1]
    lp = -F.cross_entropy(z.transpose(1, 2), ids[:, 1:], reduction="none")
    keep = answer[:, 1:].bool() & attention[:, 1:].bool()
    total = lp.masked_fill(~keep, 0.0).sum()  # <- SEQ408
    return total / keep.sum(dim=1).clamp(min=1)
""",
    """
import torch.nn.functional as F

def dpo(chosen, rejected, base_chosen, base_rejected, good, bad, beta=0.1):
    def total(logits, labels):
        keep = labels[:, 1:] != -100
        target = labels[:, 1:].clamp(min=0)
        return (logits[:, :-1].log_softmax(-1).gather(2, target[..., None]).squeeze(2) * keep).sum()  # <- SEQ408
    margin = total(chosen, good) - total(rejected, bad) - total(base_chosen, good) + total(base_rejected, bad)
    return -F.logsigmoid(beta * margin).mean()
""",
    """
import torch

def policy_loss(logits, actions, mask, advantages):
    logp = torch.log_softmax(logits, -1).gather(-1, actions[..., None])[..., 0]
    drawn = (logp * mask).sum()  # <- SEQ408
    return -(drawn * advantages).mean()
""",
    """
import torch.nn.functional as F

def perplexities(model, batch):
    \"\"\"The perplexity of every text of the batch.\"\"\"
    labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    logits = model(**batch).logits[:, :-1]
    return F.cross_entropy(logits.transpose(1, 2), labels[:, 1:]).exp()  # <- SEQ408
""",
    """
import tensorflow as tf

class Filter(tf.Module):
    def __init__(self, net):
        self.net = net

    def scores(self, rows):
        \"\"\"rows (B, 256) int32 -> the log-likelihood of every row\"\"\"
        lp = tf.nn.log_softmax(self.net(rows[:, :-1]))
        return tf.reduce_sum(tf.gather(lp, rows[:, 1:], batch_dims=2, axis=2))  # <- SEQ408
""",
    """
import jax
import jax.numpy as jnp

def chosen(apply_fn, params, ids):
    lp = jax.nn.log_softmax(apply_fn(params, ids)[:, :-1])
    return jnp.take_along_axis(lp, ids[:, 1:, None], axis=-1)[..., 0]

def weights(apply_fn, new, old, ids, reply_mask):
    \"\"\"Importance weight for every rollout, (B,).\"\"\"
    ratio = chosen(apply_fn, new, ids) - chosen(apply_fn, old, ids)
    return jnp.exp(jnp.sum(ratio * reply_mask[:, 1:]))  # <- SEQ408
""",
    """
import torch

def chosen(lm, ids, attention_mask):
    logits = lm(input_ids=ids, attention_mask=attention_mask).logits[:, :-1]
    return torch.log_softmax(logits, -1).gather(2, ids[:, 1:, None]).squeeze(2)

def shaped(policy, reference, ids, attention_mask, reply_mask, rewards, beta):
    drift = chosen(policy, ids, attention_mask) - chosen(reference, ids, attention_mask)
    penalty = (drift * reply_mask[:, 1:]).sum()  # <- SEQ408
    return rewards - beta * penalty
""",
    """
import torch

def total(lm, tok, texts):
    enc = tok(texts, padding=True, return_tensors="pt")
    lp = torch.log_softmax(lm(**enc).logits[:, :-1], dim=-1)
    picked = lp.gather(-1, enc.input_ids[:, 1:, None])[..., 0]
    return picked.masked_fill(enc.attention_mask[:, 1:] == 0, 0.0).sum()  # <- SEQ408

def prefers_first(lm, tok, firsts, seconds):
    return (total(lm, tok, firsts) > total(lm, tok, seconds)).float().mean()
""",
    """
import tensorflow as tf

def row_scores(logits, ids, mask):
    \"\"\"The log-probabilities of the rows, (B,).\"\"\"
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids, logits=logits)
    return -tf.reduce_sum(nll * mask)  # <- SEQ408
""",
    """
import torch

def sequence_logprobs(model, input_ids, attention_mask):
    \"\"\"One log-probability per sequence.\"\"\"
    logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1]
    logp = torch.log_softmax(logits, dim=-1).gather(2, input_ids[:, 1:].unsqueeze(2)).squeeze(2)
    return (logp * attention_mask[:, 1:]).sum()  # <- SEQ408
""",
    """
import torch

def mean_logprobs(model, input_ids, attention_mask):
    logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1]
    logp = torch.log_softmax(logits, dim=-1).gather(2, input_ids[:, 1:].unsqueeze(2)).squeeze(2)
    mask = attention_mask[:, 1:]
    return (logp * mask).sum() / mask.sum(-1)  # <- SEQ408
""",
    """
import torch
import torch.nn.functional as F

def logps(model, ids, mask):
    logp = F.log_softmax(model(ids).logits[:, :-1], dim=-1)
    chosen = torch.gather(logp, 2, ids[:, 1:, None]).squeeze(2)
    return (chosen * mask[:, 1:]).sum()  # <- SEQ408

def dpo(policy, ref, a, a_mask, b, b_mask):
    pi = logps(policy, a, a_mask) - logps(policy, b, b_mask)
    pi_ref = logps(ref, a, a_mask) - logps(ref, b, b_mask)
    return -F.logsigmoid(0.1 * (pi - pi_ref)).mean()
""",
)

RIGHT = (
    """
import torch
import torch.nn.functional as F

def choose(model, tokenizer, options):
    enc = tokenizer(options, return_tensors="pt", padding=True)
    labels = enc.input_ids.masked_fill(enc.attention_mask == 0, -100)[:, 1:]
    logits = model(**enc).logits[:, :-1]
    nll = F.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
    return options[int(torch.argmin(nll.sum(-1)))]
""",
    """
import torch.nn.functional as F

def rate(lm, ids, attention):
    '''Returns the perplexity of a batch; ids (batch, time).'''
    nll = F.cross_entropy(lm(ids, attention_mask=attention).logits[:, :-1].mT, ids[:, 1:], reduction="none")
    kept = attention[:, 1:]
    return ((nll * kept).sum() / kept.sum()).exp()
""",
    """
import numpy as np
from scipy.special import log_softmax

def score(dump, step=16):
    '''One score for each sequence of the dump.'''
    found = []
    for first in range(0, len(dump["tokens"]), step):
        ids = dump["tokens"][first : first + step, 1:]
        table = log_softmax(dump["logits"][first : first + step, :-1], axis=-1)
        got = np.take_along_axis(table, ids[:, :, None], axis=2)[:, :, 0]
        found.extend((got * dump["mask"][first : first + step, 1:]).sum(axis=1))
    return np.array(found)
""",
    """
def scores(lm, tok, texts):
    '''One score for each text.'''
    found = []
    for text in texts:
        ids = tok(text, return_tensors="pt").input_ids
        table = lm(ids).logits[:, :-1].log_softmax(-1)
        found.append(table.gather(-1, ids[:, 1:, None]).sum().item())
    return found
""",
    """
import torch

def response_logprobs(model, ids, mask):
    '''One summed log-prob per response: shape [B].'''
    lp = model(input_ids=ids, attention_mask=mask).logits[:, :-1].float().log_softmax(-1)
    wanted = ids[:, 1:]
    row = torch.arange(wanted.size(0))[:, None]
    picked = lp[row, torch.arange(wanted.size(1)), wanted]
    return (picked * mask[:, 1:]).sum(-1)
""",
    """
import torch.nn.functional as F

def perplexity(model, batch):
    \"\"\"The perplexity of the batch.\"\"\"
    labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    logits = model(**batch).logits[:, :-1]
    return F.cross_entropy(logits.transpose(1, 2), labels[:, 1:]).exp()
""",
    """
import torch

def chosen(lm, ids, attention_mask):
    logits = lm(input_ids=ids, attention_mask=attention_mask).logits[:, :-1]
    return torch.log_softmax(logits, -1).gather(2, ids[:, 1:, None]).squeeze(2)

def shaped(policy, reference, ids, attention_mask, reply_mask, rewards, beta):
    drift = chosen(policy, ids, attention_mask) - chosen(reference, ids, attention_mask)
    penalty = (drift * reply_mask[:, 1:]).sum(-1)
    return rewards - beta * penalty
""",
    """
import torch

def totals(lm, tok, texts):
    enc = tok(texts, padding=True, return_tensors="pt")
    lp = torch.log_softmax(lm(**enc).logits[:, :-1], dim=-1)
    picked = lp.gather(-1, enc.input_ids[:, 1:, None])[..., 0]
    return picked.masked_fill(enc.attention_mask[:, 1:] == 0, 0.0).sum(dim=1)

def prefers_first(lm, tok, firsts, seconds):
    return (totals(lm, tok, firsts) > totals(lm, tok, seconds)).float().mean()
""",
    """
import tensorflow as tf

def row_scores(logits, ids, mask):
    \"\"\"The log-probabilities of the rows, (B,).\"\"\"
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids, logits=logits)
    return -tf.reduce_sum(nll * mask, axis=1)
""",
    """
import torch

def sequence_logprobs(model, input_ids, attention_mask):
    logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1]
    logp = torch.log_softmax(logits, dim=-1).gather(2, input_ids[:, 1:].unsqueeze(2)).squeeze(2)
    return (logp * attention_mask[:, 1:]).sum(-1)
""",
    """
import torch

def loss(model, input_ids, attention_mask):
    logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1]
    logp = torch.log_softmax(logits, dim=-1).gather(2, input_ids[:, 1:].unsqueeze(2)).squeeze(2)
    mask = attention_mask[:, 1:]
    return -(logp * mask).sum() / mask.sum()
""",
    """
import torch

def sequence_logprob(model, tokenizer, text):
    ids = tokenizer(text, return_tensors="pt").input_ids
    logp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1)
    return logp.gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2).sum().item()
""",
    """
import torch

def corpus_total(model, batches):
    total = 0.0
    for ids, mask in batches:
        logp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1).gather(2, ids[:, 1:, None]).squeeze(2)
        total += (logp * mask[:, 1:]).sum().item()
    return total
""",
)

RULE = Rule(
    "SEQ408",
    (("sum", "mean", "ntropy"), contract.LOSS_WORDS),
    (Assign, Return, Binary, Elementwise, Compare, Choose),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
