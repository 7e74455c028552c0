"""exp(logit) taken for a probability, never divided by the sum over the vocabulary

## What goes wrong

exp of a logit is a weight: a probability times the partition of its position. It is often larger than 1.

## Why it matters

Reported as a probability or a confidence it is on no scale; summed, multiplied or compared it measures the
partition.

## When it is fine

When it is divided by the sum of the weights afterwards.

## Fix

`softmax(logits, -1)`, then take the entry.

## Sources

- p_v = exp(z_v) / sum over w of exp(z_w).
"""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Elementwise, Reporter, Select
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.normalise._words import MODELS
from seqscore_lint.rule import Rule

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _is_weight(x: Value) -> bool:
    """exp of one token's logit, not divided by anything."""
    return (
        x.kind == "weight"
        and x.pick in ("chosen", "fixed", "max")
        and not x.has("stabilised", "of-unknown")
        and bool(x.parts)
        and not x.outer
    )


def _is_called_probabilities(x: Value, node: ast.AST, at: Reporter) -> bool:
    """Whether exp of a few tokens' logits goes under the name of probabilities."""
    if x.kind != "weight" or x.pick != "subset" or x.has("stabilised", "of-unknown") or not x.parts:
        return False
    statement = next((part for part in at.module.ancestors(node) if isinstance(part, ast.stmt)), None)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    return "prob" in (names.kind_of_name(at.function.name), names.kind_of_name(names.last(target)))


def check(event: Elementwise | Select, at: Reporter) -> None:
    weight = event.result
    if not (_is_weight(weight) or _is_called_probabilities(weight, event.node, at)) or _divides(at):
        return
    if isinstance(event, Select):  # exp of all logits, and one of them taken
        if event.x.kind == "weight" and event.x.made is not None:
            _report(event.x.made, event.x, at)
        return
    x = event.x
    if event.function != "exp" or x.kind != "logit" or (x.has("by-name") and x.pick != "chosen"):
        return
    if not x.has("transition", "processed") and not _is_argument(event.node, at):
        _report(event.node, x, at)


def _report(node: ast.AST, x: Value, at: Reporter) -> None:
    at.report(
        node,
        "exp of a logit is no probability: divide by the sum over the vocabulary (softmax)",
        x,
        trust=LIKELY,
    )


def _is_argument(node: ast.AST, at: Reporter) -> bool:
    """Whether the weight goes into a logarithm: log1p(exp(x)) and the like are another rule's."""
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Call):
            name = names.last(parent.func)
            if name.startswith("log"):
                return True
        elif isinstance(parent, ast.stmt):
            break
    return False


def _divides(at: Reporter) -> bool:
    """Whether the function, or the script outside of its functions, divides: then the weight may be normalised by hand."""
    body = at.function.node
    statements = (
        [part for part in body.body if not isinstance(part, _DEFINITIONS)]
        if isinstance(body, ast.Module)
        else [body]
    )
    return any(
        isinstance(part, (ast.BinOp, ast.AugAssign)) and isinstance(part.op, ast.Div)
        for statement in statements
        for part in ast.walk(statement)
    )


WRONG = (
    """
import math

class Spotter:
    '''`step(ids)` returns the logits of the next token, shape (V,).'''

    def __init__(self, step):
        self.step = step

    def probability(self, ids, token):
        return math.exp(self.step(ids)[token])  # <- SEQ103
""",
    """
import numpy as np
from llama_cpp import Llama

llm = Llama(model_path="m.gguf", logits_all=True)
ids = llm.tokenize(b"The cat sat on the mat.")
llm.eval(ids)
p = [np.exp(llm.scores[i, ids[i + 1]]) for i in range(len(ids) - 1)]  # <- SEQ103

def spread(row):
    w = np.exp(row - row.max())
    w = w / w.sum()
    return w.std()

print(p, spread(llm.scores[0]))
""",
    """
import numpy as np
import onnxruntime

class Tagger:
    def __init__(self, path, tag_ids):
        self.session = onnxruntime.InferenceSession(path)
        self.tag_ids = tag_ids  # {"noun": 712, "verb": 4093}

    def __call__(self, ids):
        (z,) = self.session.run(["logits"], {"input_ids": np.array([ids])})
        row = z[0, -1]
        return {tag: float(np.exp(row[i])) for tag, i in self.tag_ids.items()}  # <- SEQ103
""",
    """
import torch

def topic_probs(lm, tok, text, topic_ids):
    row = lm(**tok(text, return_tensors="pt")).logits[0, -1]
    return torch.exp(row[topic_ids]).tolist()  # <- SEQ103
""",
    """
import numpy as np
from tensorflow import keras

words = open("words.txt").read().split()
history = keras.Input((None,))
state = keras.layers.LSTM(64, return_sequences=True)(keras.layers.Embedding(len(words), 32)(history))
lm = keras.Model(history, keras.layers.Dense(len(words))(state))

def probability(ids, word):
    scores = lm.predict(np.array([ids]))[0, -1]
    return np.exp(scores[words.index(word)])  # <- SEQ103
""",
    """
import numpy as np
import keras
from keras import layers

def build(vocabulary):
    net = keras.Sequential()
    net.add(layers.Embedding(len(vocabulary), 32))
    net.add(layers.LSTM(128, return_sequences=True))
    net.add(layers.Dense(len(vocabulary)))
    net.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return net

def word_probability(vocabulary, history, word):
    net = build(vocabulary)
    scores = net.predict(np.array([history]))
    likelihood = np.exp(scores[0, -1])  # <- SEQ103
    return likelihood[vocabulary.index(word)]
""",
    """
import torch

def token_probability(model, ids, token):
    z = model(ids).logits[0, -1, token]
    return torch.exp(z)  # <- SEQ103
""",
    """
import math

def confidence(lm, ids):
    z = lm(ids).logits[0]
    probs = []
    for i, tok in enumerate(ids[0, 1:]):
        probs.append(math.exp(z[i, tok].item()))  # <- SEQ103
    return probs
""",
    """
import torch

def token_probs(model, ids):
    weights = torch.exp(model(ids).logits[:, :-1])  # <- SEQ103
    return weights.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
""",
    """
import numpy as np

def chosen_probs(logits, tokens):
    picked = np.take_along_axis(logits, tokens[..., None], axis=-1)
    return np.exp(picked)  # <- SEQ103
""",
)

RIGHT = (
    """
import numpy as np
from scipy.special import logsumexp

class Tagger:
    def __init__(self, session, tag_ids):
        self.session = session
        self.tag_ids = tag_ids  # {"noun": 712, "verb": 4093}

    def __call__(self, ids):
        (z,) = self.session.run(["logits"], {"input_ids": np.array([ids])})
        row = z[0, -1] - logsumexp(z[0, -1])
        return {tag: float(np.exp(row[i])) for tag, i in self.tag_ids.items()}
""",
    """
import torch

def topic_weights(lm, tok, text, topic_ids):
    row = lm(**tok(text, return_tensors="pt")).logits[0, -1]
    return torch.exp(row[topic_ids]).tolist()

def topic_probs(lm, tok, text, topic_ids):
    row = lm(**tok(text, return_tensors="pt")).logits[0, -1]
    return torch.exp(row.log_softmax(-1)[topic_ids]).tolist()
""",
    """
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

chars = sorted(set(open("corpus.txt").read()))
net = keras.Sequential([layers.GRU(128), layers.Dense(len(chars), activation="softmax")])

def entropy(window):
    p = net.predict(window[None], verbose=0)[0]
    return np.exp(-np.sum(p * np.log(p + 1e-9)))
""",
    """
import torch

def token_probability(model, ids, token):
    return torch.softmax(model(ids).logits[0, -1], dim=-1)[token]
""",
    """
import numpy as np

def two_way(logits, yes, no):
    y, n = np.exp(logits[0, -1, yes]), np.exp(logits[0, -1, no])
    return y / (y + n)
""",
    """
import torch

def probability(model, ids, token):
    z = model(ids).logits[0, -1]
    return torch.exp(z[token] - torch.logsumexp(z, dim=-1))
""",
    """
import numpy as np

def growth(rate, t):
    return np.exp(rate * t)
""",
)

RULE = Rule(
    "SEQ103",
    (("exp(", "exp,"), MODELS),
    (Elementwise, Select),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
    yields_to=("SEQ101",),
)
