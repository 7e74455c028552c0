"""nll_loss fed logits or probabilities instead of log-probabilities

## What goes wrong

nll_loss does not compute a logarithm: it picks -x[y]. With probabilities the loss lies between -1 and 0;
with logits it is unbounded below.

## Why it matters

A negative loss, a perplexity below 1 or near 0, and a model that is trained to make its logits large.

## When it is fine

A model whose forward ends in log_softmax, whatever its variable is called.

## Fix

`nll_loss(log_softmax(logits, -1), y)`, or `cross_entropy(logits, y)`.

## Sources

- PyTorch documentation, NLLLoss: "The input given through a forward call is expected to contain
  log-probabilities".
"""

from __future__ import annotations

from seqscore_lint.flow.events import Loss, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Loss, at: Reporter) -> None:
    x = event.x
    told = not x.has("by-name") or x.has("documented")
    if event.function == "keras_cross_entropy":
        _check_keras(event, at)
        return
    if event.function != "nll_loss":
        return
    if x.kind == "prob" and told:
        at.report(
            event.node,
            "nll_loss takes log-probabilities and is given probabilities: log_softmax",
            x,
            trust=max(LIKELY, x.trust),
        )
    elif x.has("assumed"):
        return
    elif (
        x.kind == "logit"
        and told
        and (
            x.domain in ("causal", "seq2seq", "masked", "classifier")
            or x.has("documented")
            or not at.module.says(r"log_?softmax")
        )
    ):
        at.report(
            event.node,
            "nll_loss takes log-probabilities and is given logits: cross_entropy, or log_softmax first",
            x,
        )
    elif x.kind == "logit" and x.has("by-name") and not at.module.says(r"log_?softmax|class \w+\(.*Module"):
        at.report(
            event.node,
            "nll_loss takes log-probabilities and is given logits: cross_entropy, or log_softmax first",
            x,
            trust=LIKELY,
        )


def _check_keras(event: Loss, at: Reporter) -> None:
    """A Keras loss takes probabilities unless it is told that it is given logits."""
    told = event.options.get("from_logits")
    if told is not None and told.const is not False:
        return
    known = event.x.kind == "logit" and not event.x.has("assumed", "by-name")
    headed = (
        event.x.kind in ("logit", "?")
        and at.module.says(r"Dense\(\s*\w*vocab\w*\s*\)")
        and not at.module.says(r"softmax")
    )
    if known or headed:
        at.report(
            event.node,
            "the Keras loss takes probabilities and is given logits: from_logits=True",
            trust=LIKELY,
        )


WRONG = (
    """
from torch import nn

class Chars(nn.Module):
    def __init__(me, n_chars, width=64):
        super().__init__()
        me.embed = nn.Embedding(n_chars, width)
        me.rnn = nn.LSTM(width, width, batch_first=True)
        me.out = nn.Linear(width, n_chars)

    def forward(me, x):
        return me.out(me.rnn(me.embed(x))[0])

net = Chars(97)
criterion = nn.NLLLoss()

def loss_of(block):
    return criterion(net(block[:, :-1]).flatten(0, 1), block[:, 1:].flatten())  # <- SEQ113
""",
    """
import torch.nn.functional as F

def held_out(heads, gold):
    '''Args:
        heads (Tensor): Unnormalised logits of shape (N, V).
        gold (Tensor): the right token of each row (N,).
    '''
    return F.nll_loss(heads, gold)  # <- SEQ113
""",
    """
import torch.nn.functional as F
from torch import nn

class Tied(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.wte = nn.Embedding(cfg.n, cfg.d)
        self.body = nn.GRU(cfg.d, cfg.d)

    def loss(self, x, y):
        h, _ = self.body(self.wte(x))
        return F.nll_loss((h @ self.wte.weight.t()).transpose(1, 2), y)  # <- SEQ113
""",
    """
import torch
import torch.nn as nn

class Tagger(nn.Module):
    def __init__(self, n, width):
        super().__init__()
        self.table = nn.Embedding(n, width)
        self.mixer = nn.LSTM(width, width, batch_first=True)
        self.top = nn.Linear(width, n)

    def forward(self, x):
        h, _ = self.mixer(self.table(x))
        return self.top(h)

measure = nn.NLLLoss(reduction="sum")

def held_out(rows):
    totals = {}
    for lang in ("de", "fr"):
        net = Tagger(80, 32)
        z = net(rows[:, :-1])
        totals[lang] = measure(z.flatten(0, 1), rows[:, 1:].flatten()).item()  # <- SEQ113
    return totals
""",
    """
import keras
from keras import layers

def build(vocab_size, width):
    x = keras.Input((None,), dtype="int32")
    h = layers.GRU(width, return_sequences=True)(layers.Embedding(vocab_size, width)(x))
    return keras.Model(x, layers.Dense(vocab_size)(h))

loss_of = keras.losses.SparseCategoricalCrossentropy()

def held_out(net, x, y):
    return float(loss_of(y, net(x)))  # <- SEQ113
""",
    """
import torch
import torch.nn.functional as F

def copy_loss(scores, attention, source, gate, gold):
    logits = gate * torch.softmax(scores, dim=-1)
    mixed = logits.scatter_add(-1, source, (1 - gate) * attention)
    return F.nll_loss(mixed.view(-1, mixed.size(-1)), gold.view(-1))  # <- SEQ113
""",
    """
import torch.nn.functional as F

def loss(logits, y):
    return F.nll_loss(F.softmax(logits, dim=-1), y)  # <- SEQ113
""",
    """
import torch.nn as nn
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("m")
criterion = nn.NLLLoss()

def loss(ids):
    z = model(ids[:, :-1]).logits
    return criterion(z.flatten(0, 1), ids[:, 1:].flatten())  # <- SEQ113
""",
    """
import torch
from torch import nn

class Trainer:
    def __init__(self):
        self.nll = nn.NLLLoss(reduction="sum")

    def step(self, logits, y):
        probs = logits.softmax(-1)
        return self.nll(probs, y)  # <- SEQ113
""",
)

RIGHT = (
    """
import torch.nn.functional as F

def held_out(heads, gold):
    '''Args:
        heads (Tensor): Log-probabilities of shape (N, V).
        gold (Tensor): the right token of each row (N,).
    '''
    return F.nll_loss(heads, gold)
""",
    """
import torch.nn.functional as F
from torch import nn

class Tied(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.wte = nn.Embedding(cfg.n, cfg.d)
        self.places = nn.Embedding(512, cfg.d)
        self.body = nn.GRU(cfg.d, cfg.d)

    def loss(self, x, y):
        h, _ = self.body(self.wte(x))
        z = h @ self.wte.weight.t()
        return F.nll_loss((z - z.logsumexp(-1, keepdim=True)).transpose(1, 2), y)
""",
    """
import keras
from keras import layers

def build(vocab_size, width):
    x = keras.Input((None,), dtype="int32")
    h = layers.GRU(width, return_sequences=True)(layers.Embedding(vocab_size, width)(x))
    return keras.Model(x, layers.Dense(vocab_size, activation="softmax")(h))

loss_of = keras.losses.SparseCategoricalCrossentropy()

def held_out(net, x, y):
    return float(loss_of(y, net(x)))
""",
    """
import torch.nn.functional as F

def loss(logits, y):
    return F.nll_loss(F.log_softmax(logits, dim=-1), y)
""",
    """
import torch.nn.functional as F

def loss(model, x, y):
    output = model(x)
    return F.nll_loss(output, y)
""",
)


RULE = Rule(
    "SEQ113",
    (("nll_loss", "NLLLoss", "ategoricalCrossentropy", "ategorical_crossentropy"),),
    (Loss,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
