"""A real token whose id is 0 dropped as padding by value

## What goes wrong

`ids != 0`, `ids.nonzero()`, `ids[ids > 0]` take the id 0 for padding. In most vocabularies it is a token
like any other: `!` in GPT-2, `<unk>` in Llama. Where it occurs in the text, it is dropped and everything
behind it moves up.

## Why it matters

The score of exactly those texts is wrong that contain the token, and the prompt they are scored under is
another one.

## When it is fine

Where the vocabulary reserves 0 for padding (BERT, T5, Gemma, or a vocabulary of your own). As `labels !=
-100` or on an attention mask, which is 0 or 1.

## Fix

Use the attention mask or the lengths, which know what was padded: `ids[attention_mask.bool()]`.

## Sources

- neuralmagic/deepsparse pull request 1141: perplexities exploded because ids were un-padded by value.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Assign, Call, Compare, Forward, Loss, Mask, Reduce, Reporter, Select
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import scores_of_tokens

_FILLED = r"pad(?!ded)(ding)?\w*[\"']?\s*(=|==|:|!=)\s*0\b|pad_sequence|pad_sequences|zero[- ]pad|(?:padded|filled)(?: \w+)? with (?:zeros?|0)\b"
"""What a file says that fills up with 0."""
_RESERVED = (
    r"padding_idx|mask_zero|\[PAD\]|<pad>|\bbert|roberta|electra|\bm?t5\b|gemma|0 (is|=|for) (the )?pad|"
    r"(?<!no )(?<!not )(?<!nothing )(?<!nothing is )reserved"
)
"""What a file says where its vocabulary reserves 0 for padding."""
_REAL = r"gpt-?2|\bqwen|llama-?3|tiktoken|cl100k|\b0 ?\.\.\.? ?255\b|\b0 (to|-) 255\b"
"""Vocabularies in which 0 is a token like any other; of bytes too."""


def _is_reserved(at: Reporter) -> bool:
    """Whether 0 stands for padding, and for nothing else, in this file."""
    return at.module.says(_RESERVED) or (at.module.says(_FILLED) and not at.module.says(_REAL))


def check(event: Mask | Reduce | Forward | Select | Loss | Assign | Call | Compare, at: Reporter) -> None:
    used = _used_as_ids(event)
    if used is not None and used.has("zero-dropped") and used.made and not _is_reserved(at):
        at.report(used.made, _MESSAGE, trust=LIKELY)
    if isinstance(event, (Select, Loss, Assign)):
        return
    node, ids = _by_value(event, at)
    if node is None or ids is None or _is_reserved(at):
        return
    if not _token_ids(ids) and not _goes_to_the_model(ids, event):
        return
    at.report(
        node,
        _MESSAGE,
        ids,
        trust=LIKELY,
    )


def _used_as_ids(event: object) -> Value | None:
    """What is looked up, scored, or called token ids here, so that it must be some."""
    used = (
        event.inputs
        if isinstance(event, Forward)
        else event.index
        if isinstance(event, Select)
        else event.target
        if isinstance(event, Loss)
        else event.value
        if isinstance(event, Assign)
        else None
    )
    if used is None or (used.kind != "ids" and not _looked_up(event)):
        return None
    if not isinstance(event, Assign):
        return used
    # A list of the numbers that are not 0 may be of anything, whatever its name.
    named = names.words(event.name) & {"ids", "tokens"} and not used.has("of-list")
    return used if named else None


def _looked_up(event: object) -> bool:
    """Whether something unknown is cut by its first and picks one entry of each distribution: the next token, no class."""
    return isinstance(event, Select) and event.x.axes[-2:] == ("T", "V") and event.index.has("cut-front")


_MESSAGE = "the id 0 is taken for padding here, and a real token may have it: use the attention mask"


def _by_value(
    event: Mask | Reduce | Forward | Call | Compare, at: Reporter
) -> tuple[ast.AST | None, Value | None]:
    """Where tokens are dropped because their id is 0, and the ids."""
    if isinstance(event, Call):
        ids = _ids_of_call(event)
        return (event.node, ids) if ids is not None and ids.kind == "ids" else (None, None)
    if isinstance(event, Compare):
        return (event.node, event.left) if _filters(event, at) else (None, None)
    if isinstance(event, Mask):
        mask = event.mask if scores_of_tokens(event.x) or event.x.kind == "ids" else None
    elif isinstance(event, Forward):
        mask = event.keywords.get("attention_mask")
        if mask is not None and _tells_zeros(mask, event.inputs):
            return mask.made, event.inputs
    else:
        mask = event.x
    if mask is None or mask.kind != "mask" or not mask.has("zero") or not mask.parts:
        return None, None
    return mask.made, mask.parts[0]


def _tells_zeros(mask: Value, ids: Value) -> bool:
    """Whether what is not 0 in the input was asked for before it was known to be token ids."""
    asks = mask.kind == "bool" and mask.ref in ("!=", ">") and len(mask.parts) == 2
    return asks and mask.parts[1].const == 0 and mask.parts[0].vn == ids.vn


def _ids_of_call(event: Call) -> Value | None:
    """What ``ids.nonzero()``, ``np.trim_zeros(ids)`` and ``filter(None, ids)`` go over."""
    if event.name == "filter":
        return event.args[1] if len(event.args) == 2 and event.args[0].kind == "none" else None
    if event.name.rpartition(".")[2] not in ("nonzero", "count_nonzero", "flatnonzero", "trim_zeros"):
        return None
    return event.receiver if event.receiver.kind == "ids" else event.args[0] if event.args else None


def _filters(event: Compare, at: Reporter) -> bool:
    """``[t for t in ids if t != 0]``, and the same as a loop."""
    ids = event.left
    if event.right.const != 0 or ids.kind != "ids" or ids.axes not in ((), ("*",)):
        return False
    if ids.pos is None and ids.has("by-name") and ids.axes != ():
        return False  # no element of anything
    above = at.module.parent(event.node)
    while isinstance(above, ast.UnaryOp) or (isinstance(above, ast.BoolOp) and isinstance(above.op, ast.And)):
        above = at.module.parent(above)
    keeps = event.operation in ("!=", ">")
    if isinstance(above, ast.If) and at.loops:
        leaves = isinstance(above.body[0], (ast.Continue, ast.Break))
        return leaves if event.operation == "==" else keeps and not above.orelse
    return keeps and isinstance(above, ast.comprehension)


def _goes_to_the_model(ids: Value, event: object) -> bool:
    """Whether they are what the model is given, or what is looked up in its distributions, whatever they are called."""
    if isinstance(event, Mask):
        looked_up = ids.origin is not None and ids.origin == event.x.origin and event.x.domain == "causal"
        return event.x.has("clamped") or looked_up
    return isinstance(event, Forward) and ids.kind == "ids" and ids.vn == event.inputs.vn


def _token_ids(ids: Value) -> bool:
    """Whether they are surely ids of a vocabulary, not labels of classes."""
    if ids.has("tokenised", "joined", "generated", "by-use") or (
        ids.has("from-batch") and not ids.has("labels")
    ):
        return True
    if ids.has("documented") and "T" in ids.axes:
        return True
    has = names.words(ids.ref) if isinstance(ids.ref, str) else frozenset[str]()
    return bool(has & {"ids", "tokens", "token"}) and not has & _OTHER_IDS


_OTHER_IDS = frozenset(
    {
        "class",
        "type",
        "position",
        "segment",
        "label",
        "labels",
        "speaker",
        "user",
        "doc",
        "image",
        "box",
        "category",
        "cluster",
        "sentence",
        "group",
        "node",
        "parent",
    }
)


WRONG = (
    """
import torch

def corpus_nats(net, tunes):
    nats = 0.0
    for tune in tunes:
        tune = tune[tune.nonzero().squeeze(-1)]  # <- SEQ317
        lp = torch.log_softmax(net(tune[None, :-1])[0], dim=-1)
        nats -= lp.gather(1, tune[1:, None]).sum().item()
    return nats
""",
    """
import jax
import jax.numpy as jnp

def bits(params, apply, block):
    x, y = block[:, :-1], block[:, 1:]
    got = jnp.take_along_axis(jax.nn.log_softmax(apply(params, x)), y[..., None], axis=-1)[..., 0]
    w = jnp.where(y != 0, 1.0, 0.0)  # <- SEQ317
    return -(got * w).sum() / w.sum() / jnp.log(2)
""",
    """
import torch

def nats(net, doc):
    '''doc: byte values 0 to 255 of one document.'''
    x = torch.as_tensor(doc)[None]
    return torch.nn.functional.cross_entropy(net(x[:, :-1])[0], x[0, 1:], reduction="sum")

def corpus(net, padded):
    return sum(nats(net, row[row != 0]) for row in padded)  # <- SEQ317
""",
    """
import torch
from transformers import GPT2LMHeadModel

class Filled:
    def __init__(self):
        self.net = GPT2LMHeadModel.from_pretrained("distilgpt2").eval()

    def rows(self, some, width):
        return torch.tensor([r + [0] * (width - len(r)) for r in some])

    def totals(self, some, width):
        x = self.rows(some, width)
        z = self.net(x, attention_mask=(x != 0).long()).logits[:, :-1]  # <- SEQ317
        return z.log_softmax(-1).gather(-1, x[:, 1:, None]).squeeze(-1)
""",
    """
import torch

def notes_nll(net, songs):
    nats = 0.0
    for song in songs:
        kept = torch.masked_select(song, song != 0)  # <- SEQ317
        lp = torch.log_softmax(net(kept[None, :-1])[0], dim=-1)
        nats -= lp[torch.arange(kept.numel() - 1), kept[1:]].sum()
    return nats
""",
    """
import torch

class Worker:
    def logprobs(self, ids):
        x = torch.tensor(ids)
        lp = self.model(x[None]).logits[0, :-1].log_softmax(-1)
        return lp[torch.arange(len(ids) - 1), x[1:]]

    def answer(self, rows):
        for row in rows:
            ids = [t for t in row if t]  # <- SEQ317
            yield self.logprobs(ids)
""",
    """
import torch.nn.functional as F
from torch.nn.utils.rnn import pad_sequence
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2-medium")
net = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()

def doc_nll(docs):
    rows = [tok(doc, return_tensors="pt").input_ids[0] for doc in docs]
    ids = pad_sequence(rows, batch_first=True, padding_value=0)
    real = ids.ne(0)  # <- SEQ317
    z = net(ids, attention_mask=real.long()).logits
    nll = F.cross_entropy(z[:, :-1].transpose(1, 2), ids[:, 1:], reduction="none")
    return (nll * real[:, 1:]).sum(1)
""",
    """
import jax
import jax.numpy as jnp

def totals(logits, tokens):
    y = tokens[:, 1:]
    lp = jnp.take_along_axis(jax.nn.log_softmax(logits[:, :-1]), y[..., None], -1)[..., 0]
    return jnp.where(y.astype(bool), lp, 0).sum(-1)  # <- SEQ317
""",
    """
'''Totals of stored log-probs: `piece` (N, L) token ids, `lp` (N, L) log-probs of the tokens, zeros behind each text.'''
import numpy as np

held = np.load("scores.npz")
piece, lp = held["piece"], held["lp"]
totals = np.where(piece != 0, lp, 0.0).sum(axis=1)  # <- SEQ317
""",
    """
import numpy as np

class Packed:
    def pack(self, rows):
        grid = np.zeros((len(rows), 64), dtype=np.int64)
        for r, row in enumerate(rows):
            grid[r, : len(row)] = row
        return grid

    def lengths(self, rows):
        grid = self.pack(rows)
        (z,) = self.session.run(None, {"input_ids": grid})
        return [np.flatnonzero(row).size for row in grid], z  # <- SEQ317
""",
    """
import torch

class Letters:
    \"\"\"One id for each letter, from 0 on; no id is set aside, none is not reserved.\"\"\"

def verse_logprob(net, padded):
    ids = padded[padded != 0]  # <- SEQ317
    lp = net(ids[None, :-1]).log_softmax(-1)[0]
    return lp.gather(1, ids[1:, None]).sum().item()
""",
    """
def mean_nll(token_ids, attention, token_logprobs):
    total, n = 0.0, 0
    for tid, a, lp in zip(token_ids, attention, token_logprobs):
        if tid and a:  # <- SEQ317
            total -= lp
            n += 1
    return total / n if n else float("nan")
""",
    """
import numpy as np

def strip(row):
    return row[row != 0]  # <- SEQ317

def score(log_prob_of, batch):
    for row in batch:
        ids = strip(np.asarray(row))
        table = log_prob_of(ids)
        yield float(table[np.arange(len(ids) - 1), ids[1:]].sum())
""",
    """
import torch

@torch.no_grad()
def scores(lm, batch, width):
    x = torch.tensor([r + [0] * (width - len(r)) for r in batch])
    lp = lm(x, attention_mask=(torch.arange(width) < lengths(batch)[:, None]).long()).logits[:, :-1].log_softmax(-1)
    gold = x[:, 1:]
    got = lp.gather(-1, gold[..., None])[..., 0]
    return [g[t != 0].sum().item() for g, t in zip(got, gold)]  # <- SEQ317
""",
    """
def unpad(batch):
    return [row[row != 0] for row in batch["input_ids"]]  # <- SEQ317
""",
    """
import torch

def sequence_logprob(model, tokenizer, texts):
    enc = tokenizer(texts, padding=True, return_tensors="pt")
    ids = enc.input_ids
    logp = torch.log_softmax(model(**enc).logits[:, :-1], dim=-1)
    token = logp.gather(-1, ids[:, 1:, None]).squeeze(-1)
    keep = (ids[:, 1:] > 0).float()  # <- SEQ317
    return (token * keep).sum(-1)
""",
    """
def lengths(tokenizer, texts):
    input_ids = tokenizer(texts, padding=True, return_tensors="pt").input_ids
    return (input_ids != 0).sum(dim=1)  # <- SEQ317
""",
    """
import numpy as np

def strip(tokenizer, texts):
    rows = tokenizer(texts, padding="max_length", max_length=64, return_tensors="np").input_ids
    return [row[np.nonzero(row)] for row in rows]  # <- SEQ317
""",
    """
def real_tokens(tokenizer, text):
    return [t for t in tokenizer.encode(text, padding="max_length") if t != 0]  # <- SEQ317
""",
)

RIGHT = (
    """
import numpy as np

def weighted_rows(table, w):
    w = w[np.nonzero(w)]
    return np.log(table)[: len(w)] * w
""",
    """
import torch

def nats(net, doc):
    x = torch.as_tensor(doc)[None]
    return torch.nn.functional.cross_entropy(net(x[:, :-1])[0], x[0, 1:], reduction="sum")

def corpus(net, padded, lengths):
    return sum(nats(net, row[:n]) for row, n in zip(padded, lengths))
""",
    """
import torch

def foreground_nll(net, pixels, found):
    kept = found[found != 0]
    lp = torch.log_softmax(net(pixels), dim=-1)
    return -lp[torch.arange(kept.numel()), kept].sum()
""",
    """
import torch

def notes_nll(net, songs, lengths):
    nats = 0.0
    for song, n in zip(songs, lengths):
        kept = song[:n]
        lp = torch.log_softmax(net(kept[None, :-1])[0], dim=-1)
        nats -= lp[torch.arange(n - 1), kept[1:]].sum()
    return nats
""",
    """
def known_words(rows):
    ids = [t for t in rows if t]
    return sorted(ids)
""",
    """
'''Totals of stored log-probs: `piece` (N, L) token ids, `lp` (N, L) log-probs of the tokens, `n` (N,) lengths.'''
import numpy as np

held = np.load("scores.npz")
lp, n = held["lp"], held["n"]
totals = np.where(np.arange(lp.shape[1]) < n[:, None], lp, 0.0).sum(axis=1)
""",
    """
def mean_nll(token_ids, attention, token_logprobs):
    kept = [lp for t, a, lp in zip(token_ids, attention, token_logprobs) if t is not None and a]
    return -sum(kept) / max(len(kept), 1)
""",
    """
def score(lm, batch):
    for row in batch:
        weights = row[row != 0]
        yield weights.sum()
""",
    """
def unpad(batch):
    return [row[m.bool()] for row, m in zip(batch["input_ids"], batch["attention_mask"])]
""",
    """
PAD = 0

def lengths(input_ids):
    return (input_ids != 0).sum(dim=1)

def pad(rows, width, pad_id=0):
    return [row + [pad_id] * (width - len(row)) for row in rows]
""",
    """
def scored(token_logprobs, labels):
    return token_logprobs[labels != -100].sum()
""",
    """
def positives(logits, labels):
    return logits.log_softmax(-1)[labels != 0].mean()
""",
    """
from transformers import AutoModelForMaskedLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")

def lengths(texts):
    input_ids = tokenizer(texts, padding=True, return_tensors="pt").input_ids
    return (input_ids != 0).sum(dim=1)
""",
    """
def lengths(tokenizer, texts):
    mask = tokenizer(texts, padding=True, return_tensors="pt").attention_mask
    return (mask != 0).sum(dim=1)
""",
)

RULE = Rule(
    "SEQ317",
    (
        ("!= 0", "== 0", "> 0", "nonzero", "trim_zeros", "bool", "ne(0", "gt(0", "not_equal", "if "),
        ("ids", "tok", "lm(", "net(", "model", "row", "softmax", "Softmax"),
    ),
    (Mask, Reduce, Forward, Select, Loss, Assign, Call, Compare),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
