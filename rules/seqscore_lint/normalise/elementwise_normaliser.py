"""sigmoid, softplus or another element-wise function used in place of softmax over the vocabulary

## What goes wrong

The tokens of a vocabulary exclude each other; sigmoid(z_v) treats each as a question of its own. The values
do not sum to 1, and log(1 + exp(z)) is not even negative.

## Why it matters

The scores are shifted by the partition of each position, as with raw logits, and squashed besides.

## When it is fine

Multi-label heads, scalar reward heads, pairwise losses; sigmoid of a logit *difference*, which is the exact
two-way softmax.

## Fix

`log_softmax(logits, -1)`.

## Sources

- sigmoid(a - b) = exp(a) / (exp(a) + exp(b)): softmax over two entries only.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Binary, Elementwise, Reporter, Select
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.normalise._words import MODELS
from seqscore_lint.rule import Rule

_SQUASHING = ("sigmoid", "softplus", "logsigmoid")


def check(event: Elementwise | Binary | Select, at: Reporter) -> None:
    if isinstance(event, Binary):
        _by_hand(event, at)
        return
    if isinstance(event, Select):
        _selected(event, at)
        return
    x = event.x
    if event.function in _SQUASHING and _is_vocabulary(x, at):
        _report(event.node, event.function, x, at)
    elif event.function == "log1p" and x.kind == "weight" and x.parts and _is_vocabulary(x.parts[0], at):
        _report(event.node, "log(1 + exp(x))", x.parts[0], at)
    elif event.function == "log" and x.kind == "weight" and x.has("eps", "shifted") and len(x.parts) == 2:
        weight = x.parts[0]
        if weight.kind == "weight" and weight.parts and _is_vocabulary(weight.parts[0], at):
            _report(event.node, "log(1 + exp(x))", weight.parts[0], at)


def _selected(event: Select, at: Reporter) -> None:
    """Token ids that are looked up in what was squashed show that it runs over the vocabulary."""
    x = event.x
    if event.result.pick != "chosen" or not x.has(*_SQUASHING) or not x.parts:
        return
    logits = x.parts[0]
    scores_its_input = logits.origin is not None and logits.origin == event.index.origin and not logits.domain
    of_tokens = event.index.kind in ("ids", "list") and logits.domain in ("causal", "seq2seq")
    if (
        logits.kind == "logit"
        and (of_tokens or scores_its_input)
        and x.made is not None
        and "V" in logits.axes
    ):
        _report(x.made, next(name for name in _SQUASHING if x.has(name)), logits, at)


def _by_hand(event: Binary, at: Reporter) -> None:
    """``1 / (1 + exp(-x))``"""
    weight = (
        event.right.parts[0]
        if event.operation == "/" and event.right.kind == "weight" and event.right.has("eps")
        else None
    )
    if (
        weight is not None
        and weight.kind == "weight"
        and weight.parts
        and _is_vocabulary(weight.parts[0], at)
    ):
        _report(event.node, "sigmoid", weight.parts[0], at)


def _is_vocabulary(x: Value, at: Reporter) -> bool:
    """Whether the numbers are a language model's logits."""
    if x.kind != "logit" or x.has("difference", "margin") or x.domain in ("classifier",):
        return False
    if x.pick == "chosen" and not (x.has("by-name") and x.trust < LIKELY):
        return True
    if x.pick == "max" and x.parts and x.parts[0].axes[-1:] == ("V",):
        next_token = x.domain == "generate" or x.has("last-position")
        return next_token and not x.has("by-name", "assumed")
    return (
        x.domain in ("causal", "seq2seq", "masked", "generate")
        and (
            at.module.model_trust == 2
            or any(step.what == "forward pass" or "llama.cpp" in step.what for step in x.steps)
        )
        and "V" in x.axes
        and not x.has("by-name", "assumed")
    )


def _is_same(x: Value, given: Value | None) -> bool:
    """Whether it is what a parameter holds, or its negative."""
    return given is not None and (given.vn == x.vn or any(part.vn == given.vn for part in x.parts))


def _report(node: ast.AST, what: str, x: Value, at: Reporter) -> None:
    if (
        at.calls
        and at.calls[-1] is not None
        and any(_is_same(x, at.lookup(p)) for p in at.function.parameters)
    ):
        node = at.calls[-1]  # a helper for any number, given logits there
    at.report(
        node,
        f"{what} of single logits is no distribution over the vocabulary: softmax over the last axis",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import keras
import numpy as np

notes = open("notes.txt").read().split()
place = {note: i for i, note in enumerate(notes)}
heard = keras.Input((None,))
state = keras.layers.GRU(96, return_sequences=True)(keras.layers.Embedding(len(notes), 24)(heard))
net = keras.Model(heard, keras.layers.Dense(len(notes))(state))

def melody_logprob(melody):
    ids = [place[note] for note in melody]
    z = net.predict(np.array([ids[:-1]]))[0]
    p = 1.0 / (1.0 + np.exp(-z))  # <- SEQ107
    return np.log(p[range(len(ids) - 1), ids[1:]]).sum()
""",
    """
import numpy as np

signs = "ACDEFGHIKLMNPQRSTVWY"
number = {sign: i for i, sign in enumerate(signs)}

def protein_logprob(model, protein):
    seq = np.array([number[sign] for sign in protein])
    z = model(seq[None, :-1])[0]
    p = 1 / (1 + np.exp(-z))  # <- SEQ107
    return np.log(p[np.arange(len(seq) - 1), seq[1:]]).sum()
""",
    """
import torch

def chosen(lm, ids):
    each = torch.sigmoid(lm(ids).logits[:, :-1])  # <- SEQ107
    return each.gather(-1, ids[:, 1:, None])[..., 0].log().sum(-1)
""",
    """
import numpy as np
from scipy.special import expit

class Writer:
    def __init__(self, session, vocabulary):
        self.session, self.vocabulary = session, vocabulary

    def next(self, ids):
        (out,) = self.session.run(["logits"], {"input_ids": np.array([ids])})
        last = out[0, -1]
        best = int(np.argmax(last))
        return self.vocabulary[best], float(expit(last[best]))  # <- SEQ107
""",
    """
import torch

def greedy(lm, ids, steps):
    sure = []
    for _ in range(steps):
        value, token = lm(input_ids=ids).logits[:, -1].max(dim=-1)
        sure.append(value.sigmoid())  # <- SEQ107
        ids = torch.cat([ids, token[:, None]], dim=1)
    return ids, sure
""",
    """
import numpy as np

def token_logprob(lm, ids, token):
    z = lm(ids).logits[0, -1].numpy()[token]
    return -np.logaddexp(0.0, -z)  # <- SEQ107
""",
    """
import jax
import jax.numpy as jnp

def completion_logprob(logits, ids):
    '''Log-probability of a completion under a causal language model.'''
    p = jax.nn.sigmoid(logits[:, :-1])  # <- SEQ107
    chosen = jnp.take_along_axis(p, ids[:, 1:, None], axis=-1)[..., 0]
    return jnp.log(chosen).sum(-1)
""",
    """
import numpy as np
from llama_cpp import Llama

def token_confidences(path, text):
    llm = Llama(path, logits_all=True)
    ids = llm.tokenize(text.encode())
    llm.eval(ids)
    squashed = 1 / (1 + np.exp(-np.array(llm.scores[: len(ids)])))  # <- SEQ107
    return [squashed[t, token] for t, token in enumerate(ids[1:])]
""",
    """
import torch

def token_probs(lm, ids):
    p = torch.sigmoid(lm(ids).logits[:, :-1])  # <- SEQ107
    return p.gather(-1, ids[:, 1:, None]).squeeze(-1)
""",
    """
import numpy as np
from llama_cpp import Llama

def logistic(v):
    return 1.0 / (1.0 + np.exp(-v))

def token_probs(llm: Llama, text):
    ids = llm.tokenize(text.encode())
    llm.eval(ids)
    rows = np.asarray(llm.scores[: len(ids)])
    return [logistic(rows[i, t]) for i, t in enumerate(ids[1:])]  # <- SEQ107
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def token_probs(ids):
    p = torch.sigmoid(lm(ids).logits[:, :-1])  # <- SEQ107
    return p.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
""",
    """
import torch

def logprobs(logits, ids):
    picked = logits.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return torch.nn.functional.logsigmoid(picked)  # <- SEQ107
""",
    """
import numpy as np

def logit_to_logprob(logits, token_ids):
    z = logits[np.arange(len(token_ids)), token_ids]
    return np.log1p(np.exp(z))  # <- SEQ107
""",
    """
import numpy as np

def token_probs(logits, targets):
    z = logits[np.arange(len(targets)), targets]
    return 1 / (1 + np.exp(-z))  # <- SEQ107
""",
)

RIGHT = (
    """
import numpy as np

def tags(net, ids, wanted):
    z = net(ids)
    p = 1 / (1 + np.exp(-z))
    return [p[:, tag] > 0.5 for tag in wanted]
""",
    """
import torch

def tagged(net, ids, tags):
    each = torch.sigmoid(net(ids).logits)
    return each.gather(-1, tags[..., None])[..., 0].log().sum(-1)
""",
    """
import torch

class Topics:
    def __init__(self, net, tokenizer):
        self.net, self.tokenizer = net, tokenizer

    def likeliest(self, texts):
        scores = self.net(**self.tokenizer(texts, padding=True, return_tensors="pt")).logits
        value, topic = scores.max(dim=-1)
        return topic, value.sigmoid()
""",
    """
import jax
import jax.numpy as jnp

def completion_logprob(logits, ids):
    '''Log-probability of a completion under a causal language model.'''
    lp = jax.nn.log_softmax(logits[:, :-1])
    return jnp.take_along_axis(lp, ids[:, 1:, None], axis=-1)[..., 0].sum(-1)

def tag_probability(tag_scores, tag):
    return jnp.take_along_axis(jax.nn.sigmoid(tag_scores), tag[:, None], axis=-1)

def either(a_logprob, b_logprob):
    return jnp.logaddexp(a_logprob, b_logprob)
""",
    """
import torch

class Relevance:
    def __init__(self, tokenizer, encoder, lm):
        self.tokenizer, self.encoder, self.lm = tokenizer, encoder, lm

    def score(self, queries, passages):
        batch = self.tokenizer(queries, passages, padding=True, return_tensors="pt")
        return torch.sigmoid(self.encoder(**batch).logits.squeeze(-1))

    def agreed(self, ids, yes, no):
        z = self.lm(input_ids=ids).logits[0, -1]
        return torch.sigmoid(z[yes] - z[no])
""",
    """
import torch

def two_way(model, ids, yes, no):
    z = model(ids).logits[0, -1]
    return torch.sigmoid(z[yes] - z[no])
""",
    """
import torch

def multilabel(classifier, x):
    return torch.sigmoid(classifier(x))
""",
    """
import torch.nn.functional as F

def dpo(policy_chosen_logps, policy_rejected_logps, ref_chosen_logps, ref_rejected_logps, beta):
    logits = (policy_chosen_logps - policy_rejected_logps) - (ref_chosen_logps - ref_rejected_logps)
    return -F.logsigmoid(beta * logits)
""",
    """
import torch

def reward_loss(chosen_rewards, rejected_rewards):
    return torch.nn.functional.softplus(rejected_rewards - chosen_rewards).mean()
""",
)

RULE = Rule(
    "SEQ107",
    (
        ("igmoid", "oftplus", "log1p", "expit", "logaddexp", "log(1", "1 + ", "1.0 + ", "1. + ", " + 1"),
        MODELS,
    ),
    (Elementwise, Binary, Select),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
