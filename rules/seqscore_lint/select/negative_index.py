"""-100 labels reach indexing or gather and read a real vocabulary entry

## What goes wrong

-100 is a legal index of a numpy array and of fancy indexing in torch: it reads entry V - 100. The ignored
positions get the log-probability of an unrelated token.

## Why it matters

If they are masked afterwards the number happens to be right; if not, the prompt and the padding add some hundred
nats of noise. torch.gather raises, so the code works on one path and fails on the other.

## When it is fine

When the labels were clamped or replaced first, or only the positions that are not ignored are indexed.

## Fix

`labels.clamp(min=0)`, or `torch.where(mask, labels, 0)`, before indexing; then mask.

## Sources

- numpy documentation, indexing: negative indices count from the end of the array.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Reporter, Select
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Select, at: Reporter) -> None:
    index = event.index
    if (
        event.how not in ("index", "gather", "helper")
        or index.kind != "ids"
        or not index.has("-100")
        or index.has("clamped")
        or (index.has("masked") and not index.has("ignored"))
    ):
        return
    if event.x.has("masked") or event.x.kind not in ("logit", "logprob", "prob", "nll"):
        return
    at.report(
        _where_given(event, at),
        "labels of -100 read the vocabulary entry V - 100: clamp(min=0) first, then mask",
        index,
        trust=LIKELY,
    )


def _where_given(event: Select, at: Reporter) -> ast.AST:
    """Where labels are given to a helper that knows only of ids; else where they index."""
    call = at.calls[-1] if at.calls else None
    if call is None or not event.index.has("param"):
        return event.node
    knows = any(names.words(parameter) & _LABELS for parameter in at.function.parameters)
    return event.node if knows else call


_LABELS = frozenset({"labels", "label", "targets", "target", "y", "gold"})


WRONG = (
    """
import numpy as np

def chosen(table, labels):
    '''table: (T, V) log-probs; labels: (T,), -100 where nothing is scored.'''
    return table[np.arange(len(labels)), labels]  # <- SEQ210
""",
    """
import torch

def compute_metrics(p: EvalPrediction):
    z = torch.as_tensor(p.predictions)[:, :-1]
    y = torch.as_tensor(p.label_ids)[:, 1:]
    scored = y.ne(-100)
    got = z.log_softmax(-1).gather(2, y[:, :, None])[:, :, 0]  # <- SEQ210
    return {"logprob": got[scored].mean().item()}
""",
    """
import numpy as np
from scipy.special import log_softmax

IGNORED = -100

def metrics(eval_preds):
    scores, gold = eval_preds
    gold = gold[:, 1:]
    lp = log_softmax(scores[:, :-1], axis=-1)
    got = np.take_along_axis(lp, gold[:, :, None], axis=-1).squeeze(-1)  # <- SEQ210
    return {"nll": -got[gold != IGNORED].mean()}
""",
    """
def token_logprobs(logits, labels):
    lp = logits[:, :-1].log_softmax(-1)
    gold = labels[:, 1:]
    got = lp.gather(-1, gold.unsqueeze(-1)).squeeze(-1)  # <- SEQ210
    return (got * (gold != -100)).sum(1)
""",
    """
import torch

def score(logits, labels):
    lp = torch.log_softmax(logits[:, :-1], dim=-1)
    targets = labels[:, 1:]
    keep = targets != -100
    tok = lp.gather(-1, targets.unsqueeze(-1)).squeeze(-1)  # <- SEQ210
    return (tok * keep).sum(-1)
""",
    """
import numpy as np
from scipy.special import log_softmax

def nll(logits, labels):
    labels = labels.copy()
    labels[:5] = -100
    lp = log_softmax(logits, axis=-1)
    return -lp[np.arange(len(labels)), labels].sum()  # <- SEQ210
""",
    """
import torch

def seq_logps(model, batch):
    logits = model(batch["input_ids"]).logits[:, :-1]
    labels = batch["labels"][:, 1:]
    lp = logits.log_softmax(-1)
    per_token = torch.gather(lp, 2, labels.unsqueeze(2)).squeeze(2)  # <- SEQ210
    return (per_token * (labels != -100)).sum(-1)
""",
    """
import numpy as np
from scipy.special import log_softmax

SKIP = -100

class Client:
    def loglik(self, logits, labels):
        total = np.zeros(len(labels))
        for row, y in enumerate(labels):
            lp = log_softmax(logits[row], axis=-1)
            total[row] = lp[np.arange(y.size), y].sum()  # <- SEQ210
        return total  # the ignored labels are those of the prompt
""",
    """
import tensorflow as tf

def loglik(model, ids, keep):
    labels = tf.where(keep, ids, -100)
    lp = tf.nn.log_softmax(model(ids[:, :-1]))
    return tf.reduce_sum(tf.gather(lp, labels[:, 1:], batch_dims=2, axis=2), axis=1)  # <- SEQ210
""",
    """
from dataclasses import dataclass

import numpy as np

@dataclass
class Example:
    logprobs: np.ndarray
    labels: list[int]  # -100 on the prompt

def mean_nll(examples: list[Example]) -> float:
    found = []
    for example in examples:
        y = np.asarray(example.labels)
        found.extend(-example.logprobs[np.arange(len(y)), y])  # <- SEQ210
    return float(np.mean(found))
""",
    """
import torch

def rows(dist, ids):
    b, t = ids.shape
    return dist[torch.arange(b)[:, None], torch.arange(t)[None, :], ids]

def logps(model, batch):
    logits = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    dist = torch.log_softmax(logits[:, :-1], dim=-1)
    return rows(dist, batch["labels"][:, 1:])  # <- SEQ210
""",
    """
import torch

def rows(question, answer, eos):
    labels = [-100] * len(question) + answer + [eos]
    return torch.tensor([question + answer + [eos]]), torch.tensor([labels])

def answer_logprob(lm, question, answer, eos):
    ids, labels = rows(question, answer, eos)
    behind = labels[:, 1:]
    lp = lm(ids).logits[:, :-1].log_softmax(-1)
    return lp.gather(-1, behind[..., None]).squeeze(-1)[behind != -100].sum()  # <- SEQ210
""",
)

RIGHT = (
    """
import numpy as np
import torch

def with_pad(logp, labels, pad):
    y = np.where(labels[:, 1:] == -100, pad, labels[:, 1:])
    return np.take_along_axis(logp[:, :-1], y[..., None], -1)[..., 0] * (labels[:, 1:] != -100)

def filled(logp, labels, pad):
    kept = labels[:, 1:] != -100
    y = labels[:, 1:].masked_fill(~kept, pad)
    return logp[:, :-1].gather(-1, y.unsqueeze(-1)).squeeze(-1) * kept

def overwritten(logp, labels, pad):
    y = labels[:, 1:].clone()
    kept = y != -100
    y[~kept] = pad
    return logp[:, :-1].gather(-1, y.unsqueeze(-1)).squeeze(-1) * kept
""",
    """
import numpy as np

def chosen(table, labels):
    '''table: (T, V) log-probs; labels: (T,), -100 where nothing is scored.'''
    rows = np.flatnonzero(labels >= 0)
    return table[rows, labels[rows]]
""",
    """
import torch
from kernels import logprobs_from_logits

class Engine:
    def prepare(self, batch):
        extra = {}
        extra["labels"] = torch.roll(batch["input_ids"], shifts=-1, dims=1)
        return batch["input_ids"], extra

    def finish(self, logits, extra):
        labels = extra["labels"].squeeze(0)
        return logprobs_from_logits(logits=logits.squeeze(0), labels=labels)
""",
    """
import numpy as np
from scipy.special import log_softmax

def metrics(eval_preds):
    scores, gold = eval_preds
    gold = gold[:, 1:]
    kept = gold != -100
    lp = log_softmax(scores[:, :-1], axis=-1)
    got = np.take_along_axis(lp, np.where(kept, gold, 0)[:, :, None], axis=-1).squeeze(-1)
    return {"nll": -got[kept].mean()}
""",
    """
import numpy as np

def compute_metrics(eval_pred):
    scores, labels = eval_pred
    kept = labels != -100
    return {"accuracy": (scores.argmax(-1)[kept] == labels[kept]).mean()}
""",
    """
def token_logprobs(logits, labels):
    lp = logits[:, :-1].log_softmax(-1)
    gold = labels[:, 1:]
    kept = gold != -100
    got = lp.gather(-1, (gold * kept).unsqueeze(-1)).squeeze(-1)
    return (got * kept).sum(1)
""",
    """
import torch

def token_logprobs(logits, labels):
    lp = logits[:, :-1].log_softmax(-1)
    gold = labels[:, 1:]
    kept = gold != -100
    return torch.stack([row[m].gather(-1, y[m, None]).sum() for row, y, m in zip(lp, gold, kept)])
""",
    """
import torch

def perplexity_terms(logits, target, ignore_index=None):
    logp = torch.log_softmax(logits, dim=-1)
    if ignore_index is not None:
        keep = target.ne(ignore_index)
        target = target.where(target != ignore_index, torch.tensor(0))
    else:
        keep = torch.ones_like(target, dtype=torch.bool)
    return -logp[torch.arange(target.numel()), target][keep].sum()

def perplexity(logits, target, ignore_index=None):
    \"\"\">>> target[6:] = -100\"\"\"
    return perplexity_terms(logits, target, ignore_index)
""",
    """
import functools
from labels import label_token_ids

class Decision:
    def __init__(self, tokenizer):
        self.label_token_ids = functools.cache(label_token_ids)

    def scores(self, model, inputs, questions):
        logits = model(**inputs).logits[0]
        return [logits[i, self.label_token_ids(tuple(q.labels))] for i, q in enumerate(questions)]
""",
    """
import torch

def score(logits, labels):
    lp = torch.log_softmax(logits[:, :-1], dim=-1)
    targets = labels[:, 1:].clone()
    keep = targets != -100
    targets[~keep] = 0
    tok = lp.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return (tok * keep).sum(-1)
""",
    """
import torch

def score(logits, labels):
    lp = torch.log_softmax(logits, dim=-1)
    keep = labels != -100
    tok = lp.gather(-1, labels.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (tok * keep).sum(-1)
""",
    """
import torch

def score(logits, labels):
    lp = torch.log_softmax(logits, dim=-1)
    safe = torch.where(labels == -100, 0, labels)
    return lp.gather(-1, safe.unsqueeze(-1)).squeeze(-1)
""",
    """
import torch.nn.functional as F

def loss(logits, labels):
    return F.cross_entropy(logits.view(-1, logits.size(-1)), labels.view(-1), ignore_index=-100)
""",
    """
IGNORED = -100

def loglik(logp, labels):
    total = 0.0
    for t, y in enumerate(labels):
        if y == IGNORED:
            continue
        total += logp[t, y]
    return total
""",
    """
import numpy as np

IGNORED = -100

def loglik(logp, labels):
    counted = np.flatnonzero(labels != IGNORED)
    return logp[counted, labels[counted]].sum()
""",
    """
import torch

def answer_logprob(lm, question, answer, eos):
    ids = torch.tensor([question + answer + [eos]])
    labels = torch.tensor([[-100] * len(question) + answer + [eos]])[:, 1:]
    lp = lm(ids).logits[:, :-1].log_softmax(-1)
    picked = lp.gather(-1, labels.clamp(min=0)[..., None]).squeeze(-1)
    return picked.masked_fill(labels == -100, 0.0).sum()
""",
)

RULE = Rule("SEQ210", (("-100", "labels", "ignore_index", "IGNORE"), ("softmax", "Softmax", "logp", "lp", "log_prob", "log-prob", "logit")), (Select,), check, WRONG, RIGHT,
            __doc__ or "")  # fmt: skip
