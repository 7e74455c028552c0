"""Padding tokens counted in the score

## What goes wrong

In a padded batch the shorter rows go on with pad tokens. The model gives those log-probabilities too, and a
plain sum or mean over the time axis adds them to the score.

## Why it matters

The score of a text depends on the longest text that shares its batch: it changes with the batch size and
with the order of the data.

## When it is fine

A batch of one, packed blocks without padding, labels that are -100 on the padding.

## Fix

Multiply by the mask of the targets before the sum, `(lp * mask[:, 1:]).sum(-1)`, or set the labels of
padding to -100.

## Sources

- huggingface/transformers issue 9173 (attention_mask=0 does not mask the loss); ml-explore/mlx-lm pull
  request 1855 (perplexity that changes with the batch size); deepspeedai/DeepSpeedExamples pull request
  819.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Binary, Forward, Loss, Reduce, Reporter
from seqscore_lint.flow.operations.places import END
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import goes_over_all, scores_of_tokens, token_scores

_TAKEN_CARE_OF = (
    "masked",
    "-100",
    "pad-ignored",
    "partly-ignored",
    "ignored",
    "ignores",
    "selected",
    "filtered",
    "ranged",
    "scaled",
    "per-row",
)

_ELSE_TAKEN_CARE_OF = tuple(tag for tag in _TAKEN_CARE_OF if tag != "masked")
"""Of a mask that is true to the end of the row, which leaves a prompt out and the padding behind the text in."""


def _is_padded(x: Value) -> bool:
    ends = x.has("end-kept") and not x.has("padded-left")
    return x.has("padded") and not x.has(*(_ELSE_TAKEN_CARE_OF if ends else _TAKEN_CARE_OF))


def _is_cut(x: Value) -> bool:
    """Whether a row ends where its text does: cut at a length, not at a constant from the end."""
    return x.span is not None and x.span.stop is not None and x.span.stop.symbol != END


def _read_of_loss(call: ast.Call, at: Reporter) -> ast.AST | None:
    """Where the loss that a model computes from its labels is read; None where only the logits are."""
    above = at.module.parent(call)
    if isinstance(above, ast.Attribute):
        return call if above.attr != "logits" else None
    if not isinstance(above, ast.Assign) or not isinstance(above.targets[0], ast.Name):
        return call
    name = above.targets[0].id
    reads = [part for part in ast.walk(at.function.node) if isinstance(part, (ast.Attribute, ast.Subscript))]
    reads = [part for part in reads if isinstance(part.value, ast.Name) and part.value.id == name]
    if not reads:
        return call
    return next((part for part in reads if not isinstance(part, ast.Attribute) or part.attr == "loss"), None)


def check(event: Reduce | Loss | Forward | Binary, at: Reporter) -> None:
    if isinstance(event, Binary):
        _divided_by_real(event, at)
        return
    if isinstance(event, Forward):
        labels = event.keywords.get("labels")
        # With labels the model averages over all of them; a mask of attention does not change that.
        known = labels is not None and (labels.has("tokenised") or not at.module.says(r"-100|ignore_index"))
        if labels is not None and known and labels.kind == "ids" and _is_padded(labels):
            read = _read_of_loss(event.node, at)
            if read is not None:
                _report(read, labels, at)
        return
    if isinstance(event, Loss):
        reduces = event.function in ("cross_entropy", "nll_loss") and event.reduction in ("mean", "sum")
        if (
            reduces
            and event.target.kind == "ids"
            and _is_padded(event.target)
            and "ignore_index" not in event.options
        ):
            _report(event.node, event.target, at)
        return
    x = event.x
    if (
        event.operation not in ("sum", "mean")
        or not scores_of_tokens(x)
        or not _is_padded(x)
        or _is_cut(x)
        or "V" in event.axis_name
    ):
        return
    if event.spelled == "loop" and not goes_over_all(event.node, at, to_the_end=True):
        return
    if event.spelled == "ratio" or (
        event.axis_name and not {"T", "N", "*", "?"} & set(event.axis_name.split("+"))
    ):
        return
    _report(event.node, x, at)


def _divided_by_real(event: Binary, at: Reporter) -> None:
    """A sum over all positions, divided by how many of them are no padding."""
    total, count = event.left, event.right
    mask = count.parts[0] if event.operation == "/" and count.kind == "length" and count.parts else None
    if mask is None or mask.kind != "mask" or not mask.has("attention") or total.made is None:
        return
    whole = (
        total.kind in ("nll", "logprob")
        and total.reduced == "sum"
        and not total.has("by-name", *_TAKEN_CARE_OF)
    )
    if whole and "T" in token_scores(total).axes:
        _report(total.made, total, at)


def _report(node: ast.AST, x: Value, at: Reporter) -> None:
    at.report(
        node,
        "the padding of this batch is counted: mask the scores, or set the labels of padding to -100",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import torch
from transformers import AutoTokenizer, BartForConditionalGeneration

tok = AutoTokenizer.from_pretrained("facebook/bart-base")
bart = BartForConditionalGeneration.from_pretrained("facebook/bart-base").eval()

def summary_logprobs(article, summaries):
    source = tok([article] * len(summaries), return_tensors="pt")
    target = tok(summaries, padding=True, return_tensors="pt").input_ids
    z = bart(**source, labels=target).logits
    return z.log_softmax(-1).gather(-1, target.unsqueeze(-1)).squeeze(-1).sum(1)  # <- SEQ302
""",
    """
import torch

def summary_logprobs(lm, tok, joined, tldr_id):
    enc = tok(joined, padding=True, return_tensors="pt")
    logp = torch.log_softmax(lm(**enc).logits[:, :-1], dim=-1)
    logp = logp.gather(2, enc.input_ids[:, 1:, None]).squeeze(2)
    seen = torch.cumsum(enc.input_ids == tldr_id, dim=1)[:, :-1]
    logp[seen == 0] = 0.0
    return logp.sum(dim=1)  # <- SEQ302
""",
    """
import torch
import torch.nn.functional as F

class Replies:
    def __init__(self, net):
        self.net = net

    def nll(self, ids, n_tokens, sep):
        here = torch.arange(ids.shape[1])[None, :] < n_tokens[:, None]
        z = self.net(input_ids=ids, attention_mask=here.long()).logits[:, :-1]
        cost = F.cross_entropy(z.transpose(1, 2), ids[:, 1:], reduction="none")
        reply = (ids == sep).cumsum(dim=1)[:, :-1] >= 1
        return torch.where(reply, cost, torch.zeros_like(cost)).sum(dim=1)  # <- SEQ302
""",
    """
import torch
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader

def filled_up(rows, pad):
    width = max(len(row) for row in rows)
    return torch.tensor([row + [pad] * (width - len(row)) for row in rows])

def corpus_nll(net, rows, fill):
    nll = 0.0
    for ids in DataLoader(rows, batch_size=8, collate_fn=lambda some: filled_up(some, fill)):
        z = net(ids[:, :-1])
        nll += cross_entropy(z.transpose(1, 2), ids[:, 1:], reduction="sum").item()  # <- SEQ302
    return nll
""",
    """
import numpy as np
import onnxruntime
from scipy.special import log_softmax

def totals(session, rows):
    ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
        mask[i, : len(row)] = 1
    z = session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]
    lp = log_softmax(z[:, :-1], axis=-1)
    return np.take_along_axis(lp, ids[:, 1:, None], axis=-1)[..., 0].sum(axis=-1)  # <- SEQ302
""",
    """
import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pad_sequence

def collated(rows):
    ids = pad_sequence([torch.as_tensor(row) for row in rows], batch_first=True)
    return ids, (torch.arange(ids.size(1)) < torch.tensor([[len(row)] for row in rows])).long()

def totals(net, rows, device):
    ids, mask = (t.to(device) for t in collated(rows))
    z = net(input_ids=ids, attention_mask=mask).logits
    cost = F.cross_entropy(z[:, :-1].transpose(1, 2), ids[:, 1:], reduction="none")
    return -cost.sum(dim=1)  # <- SEQ302
""",
    """
import tensorflow as tf
from tensorflow import keras

class Likelihood:
    def __init__(self, path):
        self.net = keras.models.load_model(path)

    def loglik(self, rows):
        ids = tf.constant(keras.utils.pad_sequences(rows, padding="post"))
        z = self.net(ids[:, :-1], training=False)
        cost = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[:, 1:], logits=z)
        return -tf.reduce_sum(cost, axis=1)  # <- SEQ302
""",
    """
import tensorflow as tf

def perplexity(model, dataset):
    loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")
    nats, n = tf.constant(0.0), tf.constant(0.0)
    for turn in dataset:
        ids, mask = turn["input_ids"], turn["attention_mask"]
        losses = loss_of(ids[:, 1:], model(input_ids=ids, attention_mask=mask).logits[:, :-1])
        nats += tf.reduce_sum(losses)  # <- SEQ302
        n += tf.reduce_sum(tf.cast(mask[:, 1:], tf.float32))
    return tf.exp(nats / tf.maximum(n, 1.0))
""",
    """
import numpy as np

def pad(rows, pad_id):
    out = np.full((len(rows), max(map(len, rows))), pad_id)
    for i, r in enumerate(rows):
        out[i, : len(r)] = r
    return out

def mean_logprobs(log_softmax_of, rows, pad_id):
    ids = pad(rows, pad_id)
    lp = log_softmax_of(ids)
    tok = np.take_along_axis(lp[:, :-1], ids[:, 1:, None], -1)[..., 0]
    return tok.mean(1)  # <- SEQ302
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m")
model = AutoModelForCausalLM.from_pretrained("m")

def scores(texts: list[str]):
    enc = tok(texts, padding=True, return_tensors="pt")
    lp = model(**enc).logits[:, :-1].float().log_softmax(-1)
    tokens = lp.gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
    return tokens.sum(-1)  # <- SEQ302
""",
    """
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m")
lm = AutoModelForCausalLM.from_pretrained("m")

def nll(sentences):
    enc = tok(list(sentences), padding="longest", return_tensors="pt")
    z = lm(**enc).logits[:, :-1]
    return F.cross_entropy(z.transpose(1, 2), enc["input_ids"][:, 1:], reduction="none").mean(1)  # <- SEQ302
""",
    """
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("t5")
t5 = AutoModelForSeq2SeqLM.from_pretrained("t5")

def dev_loss(docs: list[str], summaries: list[str]):
    src = tok(docs, padding=True, return_tensors="pt")
    tgt = tok(summaries, padding=True, return_tensors="pt").input_ids
    return t5(**src, labels=tgt).loss  # <- SEQ302
""",
)

RIGHT = (
    """
import numpy as np
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m")
lm = AutoModelForCausalLM.from_pretrained("m")

def scored(texts):
    enc = tok(texts, padding=True, return_tensors="pt")
    logp = lm(**enc).logits[:, :-1].float().log_softmax(-1)
    logp = logp.gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1).numpy()
    return logp, enc.attention_mask[:, 1:].numpy() == 1

def totals(texts):
    logp, real = scored(texts)
    return np.sum(logp, axis=1, where=real), logp.mean(axis=1, where=real)

def without_nan(texts):
    logp, real = scored(texts)
    holed = np.where(real, logp, np.nan)
    logp[~real] = np.nan
    return np.nansum(holed, axis=1), np.nanmean(logp, axis=1)

def in_masked_arrays(texts):
    logp, real = scored(texts)
    return np.ma.masked_array(logp, mask=~real).mean(axis=1).filled(0.0)
""",
    """
import torch
from transformers import AutoTokenizer, BartForConditionalGeneration

tok = AutoTokenizer.from_pretrained("facebook/bart-base")
bart = BartForConditionalGeneration.from_pretrained("facebook/bart-base").eval()

def title_logprobs(articles, title):
    source = tok(articles, padding="longest", truncation=True, return_tensors="pt")
    target = tok(title, return_tensors="pt").input_ids.expand(len(articles), -1)
    z = bart(input_ids=source.input_ids, attention_mask=source.attention_mask, labels=target).logits
    return z.log_softmax(-1).gather(-1, target.unsqueeze(-1)).squeeze(-1).sum(1)
""",
    """
import torch

def stacked(rows, fill):
    width = max(map(len, rows))
    ids = torch.full((len(rows), width), fill)
    seen = torch.zeros_like(ids)
    for r, row in enumerate(rows):
        ids[r, width - len(row) :] = torch.tensor(row)
        seen[r, width - len(row) :] = 1
    return ids, seen

def endings(lm, pairs, fill):
    ids, seen = stacked([start + end for start, end in pairs], fill)
    places = (seen.cumsum(-1) - 1).clamp(min=0)
    z = lm(input_ids=ids, attention_mask=seen, position_ids=places).logits.float()
    totals = []
    for row, one, (_, end) in zip(z, ids, pairs):
        n = len(end)
        logp = torch.log_softmax(row[-n - 1 : -1], dim=-1)
        totals.append(logp[torch.arange(n), one[-n:]].sum().item())
    return totals
""",
    """
import torch

def endings(lm, pairs):
    rows = [torch.tensor(start + end) for start, end in pairs]
    sizes = [len(row) for row in rows]
    ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    seen = torch.arange(ids.shape[1]) < torch.tensor(sizes)[:, None]
    logp = lm(ids, attention_mask=seen.long()).logits.log_softmax(-1)
    found = []
    for (_, end), row, size in zip(pairs, logp, sizes):
        wanted = torch.tensor(end)
        found.append(row[size - 1 - len(end) : size - 1].gather(-1, wanted[:, None]).sum().item())
    return found
""",
    """
import torch
from torch.nn import CrossEntropyLoss

SKIP = CrossEntropyLoss().ignore_index

def collate(rows, pad):
    width = max(len(r["ids"]) for r in rows)
    ids = [r["ids"] + [pad] * (width - len(r["ids"])) for r in rows]
    seen = [[1] * len(r["ids"]) + [0] * (width - len(r["ids"])) for r in rows]
    kept = [[SKIP] * r["start"] + r["ids"][r["start"] :] + [SKIP] * (width - len(r["ids"])) for r in rows]
    return torch.tensor(ids), torch.tensor(seen), torch.tensor(kept)

def totals(lm, rows, pad):
    ids, seen, labels = collate(rows, pad)
    z = lm(input_ids=ids, attention_mask=seen).logits[:, :-1].float()
    cost = CrossEntropyLoss(reduction="none")(z.transpose(1, 2), labels[:, 1:])
    return -cost.sum(dim=1)
""",
    """
import torch

def summary_logprobs(lm, tok, joined, tldr_id):
    enc = tok(joined, padding=True, return_tensors="pt")
    logp = torch.log_softmax(lm(**enc).logits[:, :-1], dim=-1)
    logp = logp.gather(2, enc.input_ids[:, 1:, None]).squeeze(2)
    seen = torch.cumsum(enc.input_ids == tldr_id, dim=1)[:, :-1] > 0
    before_end = torch.cumsum(enc.input_ids == tok.eos_token_id, dim=1)[:, :-1] == 0
    first = torch.where(seen & enc.attention_mask[:, 1:].bool(), logp, 0.0).sum(dim=1)
    second = (logp * seen * enc.attention_mask[:, 1:]).sum(dim=1)
    return first, second, (logp * before_end).sum(dim=1)
""",
    """
import torch
import torch.nn.functional as F

def reply_nll(net, ids, n_tokens, sep):
    here = torch.arange(ids.shape[1])[None, :] < n_tokens[:, None]
    z = net(input_ids=ids, attention_mask=here.long()).logits[:, :-1]
    cost = F.cross_entropy(z.transpose(1, 2), ids[:, 1:], reduction="none")
    reply = ((ids == sep).cumsum(dim=1)[:, :-1] > 0) & here[:, 1:]
    return cost.masked_fill(~reply, 0.0).sum(dim=1)
""",
    """
import torch

class Pairs:
    def __init__(self, tok, lm):
        self.tok, self.lm, self.ce = tok, lm, torch.nn.CrossEntropyLoss(reduction="none")

    def nll(self, texts):
        batch = self.tok(texts, padding=True, return_tensors="pt")
        y = batch["input_ids"].clone()
        y[batch["attention_mask"] == 0] = self.ce.ignore_index
        z = self.lm(**batch).logits[:, :-1]
        return self.ce(z.flatten(0, 1), y[:, 1:].flatten()).view(len(texts), -1).sum(1)
""",
    """
import torch

def continuation_logprobs(model, pairs, pad):
    width = max(len(ctx) + len(cont) for ctx, cont in pairs)
    rows = [[pad] * (width - len(ctx + cont)) + ctx + cont for ctx, cont in pairs]
    attention_mask = torch.tensor([[0] * (width - len(c + d)) + [1] * len(c + d) for c, d in pairs])
    ids = torch.tensor(rows)
    lp = model(ids, attention_mask=attention_mask).logits.log_softmax(-1)
    totals = []
    for i, (ctx, cont) in enumerate(pairs):
        found = []
        for t in range(width - len(cont) - 1, width - 1):
            found.append(lp[i, t, ids[i, t + 1]].item())
        totals.append(sum(found))
    return totals
""",
    """
def mean_nll(model, ids, mask):
    lp = model(input_ids=ids, attention_mask=mask).logits[:, :-1].log_softmax(-1)
    got = lp.gather(-1, ids[:, 1:, None])[..., 0]
    total = (got * mask[:, 1:]).sum()
    return -total / mask[:, 1:].sum()
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m")
model = AutoModelForCausalLM.from_pretrained("m")

def scores(texts: list[str]):
    enc = tok(texts, padding=True, return_tensors="pt")
    lp = model(**enc).logits[:, :-1].float().log_softmax(-1)
    tokens = lp.gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
    return (tokens * enc.attention_mask[:, 1:]).sum(-1)
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m")
model = AutoModelForCausalLM.from_pretrained("m")

def score(text: str):
    enc = tok(text, return_tensors="pt")
    lp = model(**enc).logits[:, :-1].float().log_softmax(-1)
    return lp.gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1).sum(-1)
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m")
model = AutoModelForCausalLM.from_pretrained("m")

def mean_loss(texts: list[str]):
    enc = tok(texts, padding=True, return_tensors="pt")
    labels = enc.input_ids.clone()
    labels[enc.attention_mask == 0] = -100
    return model(**enc, labels=labels).loss
""",
)

RULE = Rule(
    "SEQ302",
    (
        ("pad", "attention_mask"),
        (
            "softmax",
            "Softmax",
            "cross_entropy",
            "CrossEntropy",
            "crossentropy",
            "labels",
            "logp",
            "lp",
            "log_p",
            "nll",
            "loss",
            "prob",
        ),
    ),
    (Reduce, Loss, Forward, Binary),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
