"""exp of a label-smoothed or auxiliary-loss total

## What goes wrong

Perplexity is the exponential of the negative log-likelihood alone. Label smoothing, a KL term, a router's
load-balancing loss or a weight penalty make the training loss something else, and its exponential no
perplexity.

## Why it matters

The number isn't comparable with anybody else's, and it moves with the weight of the extra term. With
label_smoothing=0.1 and 50,000 tokens, a perfect model is reported as perplexity 4.

## When it is fine

The exponential of a variational bound, reported as the upper bound that it is.

## Fix

Exponentiate the plain cross-entropy. Not rewritten: it often has to be computed in addition.

## Sources

- OpenNMT/OpenNMT-py pull request 462: "technically exp(h(q,p)) rather than exp(nll)".
- tensorflow/tensor2tensor issue 117: the printed loss isn't the NLL; ysmiao/nvdm issue 8.
"""

from __future__ import annotations

import re

from seqscore_lint.flow.events import Elementwise, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_BOUND = re.compile(r"elbo|bound", re.IGNORECASE)


def check(event: Elementwise, at: Reporter) -> None:
    x = event.x
    if (
        event.function != "exp"
        or x.kind != "nll"
        or not (x.reduced in ("mean", "?") or x.outer == "mean")
        or not x.has("smoothed", "auxiliary")
    ):
        return
    if x.domain == "classifier" or _BOUND.search(contract.intent(at)):
        return
    what = "a label-smoothed loss" if x.has("smoothed") else "a loss with an auxiliary term"
    at.report(
        event.node,
        f"the exponential of {what} is no perplexity: exponentiate the plain negative log-likelihood",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import torch.nn.functional as F

def distil(student, teacher, batch, alpha, log):
    out = student(**batch)
    soft = teacher(**batch).logits.softmax(-1)
    distance = F.kl_div(out.logits.log_softmax(-1), soft, reduction="batchmean")
    objective = (1 - alpha) * out.loss + alpha * distance
    log({"objective": objective.item(), "ppl": objective.exp().item()})  # <- SEQ414
    return objective
""",
    """
import torch
import torch.nn as nn

class TrainingLoss:
    def __init__(self, pad):
        self.ce = nn.CrossEntropyLoss(ignore_index=pad, label_smoothing=0.1, reduction="sum")

    def __call__(self, logits, gold):
        return self.ce(logits.flatten(0, 1), gold.flatten())

def validate(net, training_loss, batches, pad):
    total = n = 0
    for source, inputs, gold in batches:
        total += training_loss(net(source, inputs), gold).item()
        n += (gold != pad).sum().item()
    return torch.tensor(total / n).exp()  # <- SEQ414
""",
    """
import jax
import jax.numpy as jnp
import optax

def loss_fn(params, apply_fn, ids):
    labels = optax.smooth_labels(jax.nn.one_hot(ids[:, 1:], 50257), 0.1)
    return optax.softmax_cross_entropy(apply_fn(params, ids[:, :-1]), labels).mean()

def step(params, apply_fn, ids):
    loss, grads = jax.value_and_grad(loss_fn)(params, apply_fn, ids)
    return grads, {"loss": loss, "ppl": jnp.exp(loss)}  # <- SEQ414
""",
    """
import torch
import torch.nn.functional as F

def training_perplexity(logits, labels, vocab, eps=0.1):
    target = F.one_hot(labels, vocab).float() * (1 - eps) + eps / vocab
    loss = F.cross_entropy(logits, target)
    return torch.exp(loss)  # <- SEQ414
""",
    """
import torch
import torch.nn.functional as F

def validate(model, ids):
    logits = model(ids).logits
    loss = F.cross_entropy(logits[0, :-1], ids[0, 1:], label_smoothing=0.1)
    return torch.exp(loss)  # <- SEQ414
""",
    """
import numpy as np

def step(model, ids):
    out = model(ids, labels=ids)
    total = out.loss + 0.01 * out.aux_loss
    total.backward()
    return np.exp(total.item())  # <- SEQ414
""",
    """
import torch
import torch.nn.functional as F

def perplexity(decoder, z, ids, mu, logvar, beta):
    ce = F.cross_entropy(decoder(z)[0, :-1], ids[0, 1:])
    kl = -0.5 * torch.mean(1 + logvar - mu ** 2 - logvar.exp())
    loss = ce + beta * kl
    return loss.exp()  # <- SEQ414
""",
    """
import numpy as np
from torch import nn

class Validator:
    def __init__(self, model):
        self.model = model
        self.criterion = nn.CrossEntropyLoss(label_smoothing=0.1)

    def perplexity(self, ids):
        logits = self.model(ids).logits[0]
        return np.exp(self.criterion(logits[:-1], ids[0, 1:]).item())  # <- SEQ414
""",
)

RIGHT = (
    """
import torch.nn.functional as F

def distil(student, teacher, batch, alpha, log):
    out = student(**batch)
    soft = teacher(**batch).logits.softmax(-1)
    distance = F.kl_div(out.logits.log_softmax(-1), soft, reduction="batchmean")
    log({"ppl": out.loss.exp().item(), "distance": distance.item()})
    return (1 - alpha) * out.loss + alpha * distance
""",
    """
import torch
import torch.nn.functional as F

class Validation(torch.nn.Module):
    def __init__(self, net, pad):
        super().__init__()
        self.net, self.pad = net, pad
        self.register_buffer("nll", torch.zeros(()))
        self.register_buffer("count", torch.zeros((), dtype=torch.long))

    def step(self, x, y):
        z = self.net(x)
        self.nll += F.cross_entropy(z.flatten(0, 1), y.flatten(), ignore_index=self.pad, reduction="sum")
        self.count += (y != self.pad).sum()

    def perplexity(self):
        return torch.exp(self.nll / self.count.clamp(min=1))
""",
    """
import jax
import jax.numpy as jnp
import optax

def loss_fn(params, apply_fn, ids):
    labels = jax.nn.one_hot(ids[:, 1:], 50257)
    return optax.softmax_cross_entropy(apply_fn(params, ids[:, :-1]), labels).mean()

def step(params, apply_fn, ids):
    loss, grads = jax.value_and_grad(loss_fn)(params, apply_fn, ids)
    return grads, {"loss": loss, "ppl": jnp.exp(loss)}
""",
    """
import numpy as np

def step(model, ids):
    out = model(ids, labels=ids)
    total = out.loss + 0.01 * out.aux_loss
    total.backward()
    return np.exp(out.loss.item())
""",
    """
import numpy as np
import torch.nn.functional as F

def validate(logits, ids, smoothing):
    train_loss = F.cross_entropy(logits[:-1], ids[1:], label_smoothing=smoothing)
    nll = F.cross_entropy(logits[:-1], ids[1:])
    return train_loss, np.exp(nll.item())
""",
    """
import torch
import torch.nn.functional as F

def perplexity_bound(decoder, z, ids, kl):
    ce = F.cross_entropy(decoder(z)[0, :-1], ids[0, 1:])
    return torch.exp(ce + kl)
""",
    """
import numpy as np

def corpus_perplexity(model, batches):
    total, tokens = 0.0, 0
    for ids in batches:
        n = ids.shape[1] - 1
        total += model(ids, labels=ids).loss.item() * n
        tokens += n
    return np.exp(total / tokens)
""",
)

RULE = Rule(
    "SEQ414",
    (("smooth", "+", "router"), ("exp", "**"), contract.LOSS_WORDS),
    (Elementwise,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
