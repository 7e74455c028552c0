"""The most likely token's probability used instead of the chosen token's

## What goes wrong

`probs.max(-1)` is the probability of the token that the model would have liked best at each position, whatever
token stands there. Summed or averaged it says how peaked the distributions are, not how likely the text is.

## Why it matters

The number does not depend on the text that it is said to score, except through the context; every candidate of
the same length gets nearly the same.

## When it is fine

Greedy decoding, where the largest entry is the chosen one; the maximum softmax probability as a measure of
uncertainty, under a name that says so; deciding what to unmask, accept or stop at.

## Fix

Gather the entry of the token that stands there: `logp.gather(-1, ids.unsqueeze(-1))`.

## Sources

- log p(y) = sum over t of log p(y_t | y_<t): the entry of y_t, not the largest.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow.events import Reduce, Reporter, Return
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule

_MAXIMUM_MEANT = re.compile(
    r"greedy|\bmsp\b|uncertain|max[_ ]?(soft|prob|conf|p\b)|top[_ -]?1|unmask|remask|early|draft|specul|decod|entropy|margin|peaked|calib|baseline|ceil|upper|"
    r"argmax|maskgit|accept|sharp|oracle|best[- _]path|\bctc\b|viterbi",
    re.IGNORECASE,
)  # fmt: skip


_MAXIMUM_NAMED = re.compile(r"\bmsp\b|max[_ ]?(soft|prob|conf|p\b)|top[_ -]?1|peaked|sharp", re.IGNORECASE)
_DRAWS = r"multinomial|\b(?:random|rng)\.(?:choice|categorical)|\.sample\(|categorical\("
"""How a token is drawn, which need not be the likeliest one."""
_PROMISED = re.compile(
    r"perplex|ppl|log[-_ ]?p|loglik|likelihood|sequence|sentence|nll|re-?scor|re-?rank", re.IGNORECASE
)


_FORCED = re.compile(
    r"forced|teacher|decoder-only|references?[_ ](?:log|scor|nll|lik|prob)|(?:scor\w*|likelihood of)[_ ](?:the )?(?:reference|target)",
    re.IGNORECASE,
)
"""Where a decoder is given the text, and chooses none of it."""
_DECODES = re.compile(r"decod\w*", re.IGNORECASE)
_SURENESS = re.compile(r"conf|certain|entropy|margin", re.IGNORECASE)
_MESSAGE = (
    "the largest entry of each distribution is taken, not the chosen token's: gather with the token ids"
)


def check(event: Reduce | Return, at: Reporter) -> None:
    if isinstance(event, Return):
        _check_shown(event, at)
        return
    x = event.x
    if (
        event.operation not in ("sum", "mean", "prod")
        or x.pick not in ("max", "topk")
        or x.kind not in ("prob", "logprob", "logit", "nll")
    ):
        return
    if x.pick == "topk" and not x.has("first-of-topk"):
        return
    if x.reduced or x.domain == "classifier":
        return
    rows = at.module.rows(at.function.node)
    drawn = x.has("last-position") and _draws(rows)
    drawn_elsewhere = at.module.says(_DRAWS) and not _takes_likeliest(rows)
    if x.has("last-position") and not (drawn or drawn_elsewhere or _goes_along_text(at)):
        return
    if x.domain == "generate" and not x.has("warped", "sampled"):
        return
    if not (x.domain or drawn or _PROMISED.search(at.function.intent)):
        return
    sampled = drawn or x.domain == "generate"
    intent = at.function.intent
    if _FORCED.search(intent):
        intent = _DECODES.sub("", intent)
    if (_MAXIMUM_NAMED if sampled else _MAXIMUM_MEANT).search(intent):
        return
    at.report(_where_taken(x, event.node, at), _MESSAGE, x, trust=LIKELY)


def _draws(rows: list[str]) -> bool:
    return any(re.search(_DRAWS, row) for row in rows)


def _takes_likeliest(rows: list[str]) -> bool:
    """Whether a function extends a text by the likeliest tokens, whose entries are the chosen tokens' then."""
    return any("argmax" in row for row in rows) and any(re.search(_LENGTHENS, row) for row in rows)


def _check_shown(event: Return, at: Reporter) -> None:
    """A token that was drawn is returned with the largest probability of its distribution, as if that were its own."""
    returned = event.value
    if returned.kind == "list" and returned.elem is not None:
        returned = returned.elem
    if returned.kind not in ("tuple", "dict"):
        return
    named = returned.fields or dict(zip(map(str, range(9)), returned.items or ()))
    largest = [name for name, value in named.items() if _is_largest_next(value)]
    if len(largest) != 1 or len(named) < 2 or any(value.pick == "chosen" for value in named.values()):
        return
    rows = at.module.rows(at.function.node)
    if not _draws(rows) or any("argmax" in row for row in rows):
        return
    said = " ".join((at.function.intent, largest[0], *at.module.rows(event.node)))
    if not _MAXIMUM_NAMED.search(said) and not _SURENESS.search(said):
        x = named[largest[0]]
        at.report(_where_taken(x, event.node, at), _MESSAGE, x, trust=LIKELY)


def _is_largest_next(value: Value) -> bool:
    """Whether it is the largest entry of a next token's distribution."""
    known = value.kind in ("prob", "logprob") and not value.reduced
    return known and value.pick == "max" and value.has("last-position")


def _goes_along_text(at: Reporter) -> bool:
    """Whether a function that promises a text's log-prob steps through the text, and extends it by nothing."""
    rows = at.module.rows(at.function.node)
    return bool(_PROMISED.search(at.function.name)) and not any(_EXTENDS.search(row) for row in rows)


_LENGTHENS = r"cat\(|concat|append\(|\+= *\["
_EXTENDS = re.compile(r"argmax|cat\(|concat|append\(|generate|topk|\bindices|\w+, *\w+ *=|\.add\(|\+= *\[")
"""How the likeliest token becomes the next one of a greedy search."""


def _where_taken(x: Value, node: ast.AST, at: Reporter) -> ast.AST:
    """Where the largest entries were taken, if in the function that adds them up."""
    made = x.made
    if x.pick != "max" or made is None:
        return node
    first, last = getattr(at.function.node, "lineno", 1), getattr(at.function.node, "end_lineno", None)
    row = getattr(made, "lineno", 0)
    return made if first <= row and (last is None or row <= last) else node


WRONG = (
    """
import numpy as np
from scipy.special import log_softmax

def rescored(session, ids):
    (z,) = session.run(["logits"], {"input_ids": np.array([ids])})
    return float(log_softmax(z[0], axis=-1)[:-1].max(axis=-1).sum())  # <- SEQ204
""",
    """
'''Features of sampled answers: `rows` is the (T, V) float32 matrix of the raw logits.'''
import numpy as np

def centred(rows):
    return rows - np.logaddexp.reduce(rows, axis=-1, keepdims=True)

def answer_logprob(rows, ids):
    likeliest = centred(rows).max(axis=-1)  # <- SEQ204
    return float(likeliest.sum())

def features(answers):
    return [answer_logprob(np.asarray(answer["rows"]), answer["ids"]) for answer in answers]
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def coloured(tokenizer, ids, n):
    for _ in range(n):
        probs = lm(ids).logits[0, -1].softmax(-1)
        token = torch.multinomial(probs, 1)
        yield tokenizer.decode(token), probs.max().item()  # <- SEQ204
        ids = torch.cat([ids, token[None]], dim=1)
""",
    """
import numpy as np
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def draw(ids, rng):
    logp = lm(ids).logits[0, -1].log_softmax(-1).numpy()
    token = rng.choice(len(logp), p=np.exp(logp))
    return {"token": token, "logprob": logp.max()}  # <- SEQ204
""",
    """
class Decoder:
    def reference_logprob(self, source, reference):
        \"\"\"log p(reference | source), the reference fed to the decoder.\"\"\"
        logp = self.model(input_ids=source, labels=reference).logits[0].log_softmax(-1)
        return logp.amax(-1).sum()  # <- SEQ204
""",
    """
import numpy as np
from scipy.special import log_softmax

def confidence(step_logits, sampled):
    \"\"\"Length-normalised log-probability of the sampled text.\"\"\"
    return float(np.amax(log_softmax(step_logits, axis=-1), axis=-1).mean())  # <- SEQ204
""",
    """
import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("m")

def sequence_logprob(ids):
    lp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1)
    best, _ = lp.max(dim=-1)  # <- SEQ204
    return best.sum(-1)
""",
    """
from transformers import AutoModelForCausalLM

def confidence(name, ids):
    lm = AutoModelForCausalLM.from_pretrained(name)
    probs = lm(ids).logits.softmax(-1)
    return probs.max(-1).values.mean()  # <- SEQ204
""",
    """
import torch

def answer_confidence(model, ids):
    out = model.generate(ids, do_sample=True, top_k=0, output_logits=True, return_dict_in_generate=True)
    total = 0.0
    for step in out.logits:
        total += torch.log_softmax(step, dim=-1).max()  # <- SEQ204
    return total
""",
    """
import tensorflow as tf

def draw(decoder, memory, seq, limit):
    total = 0.0
    for _ in range(limit):
        step = decoder([memory, seq])[:, -1, :]
        drawn = tf.random.categorical(step, num_samples=1)
        total += tf.reduce_max(tf.nn.log_softmax(step), axis=-1)  # <- SEQ204
        seq = tf.concat([seq, drawn], axis=1)
    return seq, total
""",
    """
def sentence_logprob(lm, ids):
    total = 0.0
    for t in range(1, ids.size(1)):
        lp = lm(ids[:, :t]).logits[0, -1].log_softmax(-1)
        total += lp.max().item()  # <- SEQ204
    return total
""",
    """
import numpy as np

def caption_likelihood(session, picture, ids):
    logits = session.run(None, {"pixel_values": picture, "input_ids": ids[:, :-1]})[0]
    logits = logits - logits.max(-1, keepdims=True)
    lp = logits - np.log(np.exp(logits).sum(-1, keepdims=True))
    return np.max(lp, axis=-1).sum(axis=1)  # <- SEQ204
""",
)

RIGHT = (
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def continued(ids, n):
    total, past, last = 0.0, None, ids
    for _ in range(n):
        out = lm(last, past_key_values=past, use_cache=True)
        past, lp = out.past_key_values, out.logits[:, -1].float().log_softmax(-1)
        last = lp.argmax(-1, keepdim=True)
        total += lp.gather(1, last).item()
        ids = torch.cat([ids, last], dim=1)
    return ids, total

def drawn(ids, n):
    for _ in range(n):
        p = lm(ids).logits[:, -1].float().softmax(-1)
        ids = torch.cat([ids, torch.multinomial(p, 1)], dim=1)
    return ids
""",
    """
'''Confidence of greedy answers: `steps` is the (T, V) float32 matrix of raw logits.'''
import numpy as np
from scipy.special import log_softmax

def greedy_answer_logprob(steps):
    return float(log_softmax(steps, axis=-1).max(axis=-1).sum())
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def step(ids):
    probs = lm(ids).logits[0, -1].softmax(-1)
    token = torch.multinomial(probs, 1)
    return token.item(), probs[token].item(), probs.max().item()

def peak(ids):
    probs = lm(ids).logits[0, -1].softmax(-1)
    return {"token": torch.multinomial(probs, 1).item(), "max_prob": probs.max().item()}

def likeliest(ids):
    probs = lm(ids).logits[0, -1].softmax(-1)
    return probs.argmax().item(), probs.max().item()
""",
    """
import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("m")

def sequence_logprob(ids):
    lp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1)
    return lp.gather(-1, ids[:, 1:, None]).squeeze(-1).sum(-1)
""",
    """
from transformers import AutoModelForCausalLM

def max_softmax_probability(name, ids):
    lm = AutoModelForCausalLM.from_pretrained(name)
    return lm(ids).logits.softmax(-1).max(-1).values.mean()
""",
    """
import torch

def greedy_decode(model, ids):
    total = 0.0
    for _ in range(20):
        lp = torch.log_softmax(model(ids).logits[:, -1], dim=-1)
        best, token = lp.max(dim=-1)
        total += best
        ids = torch.cat([ids, token[:, None]], dim=1)
    return ids, total
""",
    """
import torch

def mean_confidence(classifier, batch):
    probs = torch.softmax(classifier(batch), dim=1)
    return probs.max(dim=1).values.mean()
""",
    """
import torch
from torch import nn

class Reader(nn.Module):
    def __init__(self, mels, letters):
        super().__init__()
        self.rnn = nn.GRU(mels, 64, batch_first=True)
        self.top = nn.Linear(64, letters)

    def forward(self, x):
        return self.top(self.rnn(x)[0]).log_softmax(dim=2)

    def read(self, x):
        \"\"\"The best path of each clip and its log-probability.\"\"\"
        best, path = self(x).max(dim=2)
        return path, best.sum(dim=1)
""",
    """
import torch

def best_path_logprob(model, ids, n):
    total = 0.0
    for _ in range(n):
        value, token = model(ids).logits[:, -1].log_softmax(-1).max(-1, keepdim=True)
        total += value.item()
        ids = torch.cat([ids, token], 1)
    return total
""",
)

RULE = Rule(
    "SEQ204",
    (("max", "topk"), ("softmax", "Softmax", "prob", "scores", "logp", "lp")),
    (Reduce, Return),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
