"""Token probabilities multiplied instead of log-probabilities added

## What goes wrong

A product of probabilities underflows: 0.1 to the 46th is 0 in float32, to the 324th in float64. From there every
sequence has probability 0, its logarithm is -inf, and all candidates tie.

## Why it matters

Completions of a hundred tokens are short. The product looks right on the examples of a test and ranks at random
on real documents.

## When it is fine

A few factors that are reported as a probability and never compared in log space; a product of shapes, of survival
terms such as in pass@k, or of factors that are not token probabilities.

## Fix

Add log-probabilities: `logp.sum(-1)`. Exponentiate at the very end, if at all.

## Sources

- Jurafsky, Martin: Speech and Language Processing, 3rd edition, chapter 3 ("We do everything in log space").
"""

from __future__ import annotations

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Elementwise, Reduce, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def check(event: Reduce | Elementwise, at: Reporter) -> None:
    x = event.x
    if isinstance(event, Elementwise):
        if event.function == "log" and x.has("running-product") and x.made is not None:
            at.report(
                x.made,
                "a running product underflows before its log is taken: add the logs instead",
                trust=LIKELY,
            )
        return
    if event.operation not in ("prod", "cumprod") or x.kind != "prob" or x.reduced or x.has("complement"):
        return
    if "V" in event.axis_name or x.has("elementwise", "clamped", "eps-clamped") or not _is_tokens(x, at):
        return
    at.report(event.node, "the product of token probabilities underflows on long sequences: add log-probabilities instead", x,
              trust=2 if x.domain else LIKELY)  # fmt: skip


_SEQUENCES = frozenset(
    {
        "sequence",
        "seq",
        "sentence",
        "utterance",
        "completion",
        "continuation",
        "answer",
        "response",
        "phrase",
        "text",
        "document",
    }
)


def _is_tokens(x: Value, at: Reporter) -> bool:
    """Whether the probabilities are those of tokens: by flow, by their name, or by the name of what is computed of them."""
    if x.has("by-name") and not (x.parts and x.parts[0].kind == "logprob"):
        of_sequence = x.pick == "?" and names.words(at.function.name) & _SEQUENCES
        return x.pick == "chosen" or bool(of_sequence)
    return x.pick in ("chosen", "max", "first", "fixed")


WRONG = (
    """
def sentence_prob(lm, words):
    p = 1.0
    for k, word in enumerate(words):
        p *= lm.next_word_probs(words[:k])[word]  # <- SEQ603
    return p
""",
    """
def sentence_prob(lm, words):
    p = 1.0
    for k, word in enumerate(words):
        p *= lm.word_prob(word, words[:k])  # <- SEQ603
    return p
""",
    """
import jax
import numpy as np
from scipy.special import softmax

def chain(step, state, n):
    certainty = 1.0
    for _ in range(n):
        logits, state = step(state)
        certainty *= float(jax.nn.softmax(logits, axis=-1).max())  # <- SEQ603
    return certainty

def reading(scores, labels):
    '''scores (T, L): what a tagger that reads its own output gives each label.'''
    p = softmax(scores, axis=1)[np.arange(len(labels)), labels]
    return np.prod(p)  # <- SEQ603
""",
    """
import math
from dataclasses import dataclass

@dataclass
class Token:
    text: str
    prob: float

def certainty(tokens: list[Token]) -> float:
    return math.prod(t.prob for t in tokens)  # <- SEQ603
""",
    """
import numpy as np

def rank(replies):
    return sorted(replies, key=lambda reply: np.prod(reply["token_probs"]), reverse=True)  # <- SEQ603
""",
    """
def sentence_probability(probs):
    total = 1.0
    for p in probs:
        total *= p  # <- SEQ603
    return total
""",
    """
import torch

def sequence_prob(logits, ids):
    p = torch.softmax(logits, dim=-1)
    chosen = p.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return chosen.prod(dim=-1)  # <- SEQ603
""",
    """
def sentence_probability(model, ids):
    probs = model(ids).logits.softmax(-1)
    p = 1.0
    for i, tok in enumerate(ids[0, 1:]):
        p *= probs[0, i, tok].item()  # <- SEQ603
    return p
""",
    """
import math
import numpy as np

def probability(choice):
    lps = choice["logprobs"]["token_logprobs"][1:]
    return np.prod(np.exp(lps))  # <- SEQ603
""",
)

RIGHT = (
    """
def accepted(target, draft, prefix, token, u):
    p, q = target.next_token_probs(prefix), draft.next_token_probs(prefix)
    return u < min(1.0, p[token] / q[token])
""",
    """
from dataclasses import dataclass

@dataclass
class Step:
    action: int
    prob: float

def weight(path: list[Step]) -> float:
    w = 1.0
    for step in path:
        w *= step.prob
    return w
""",
    """
import math
from dataclasses import dataclass

@dataclass
class Edge:
    target: int
    prob: float

def path_probability(edges: list[Edge]) -> float:
    return math.prod(e.prob for e in edges)
""",
    """
def any_hit(probs):
    missed = 1.0
    for p in probs:
        missed *= 1 - p
    return 1 - missed
""",
    """
import torch

def sequence_logprob(logits, ids):
    lp = torch.log_softmax(logits, dim=-1)
    return lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1).sum(dim=-1)
""",
    """
import numpy as np

def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))
""",
    """
import math

def numel(shape):
    return math.prod(shape)
""",
    """
import numpy as np

def joint_survival(hazards):
    return np.prod([1 - h for h in hazards])
""",
)

RULE = Rule(
    "SEQ603",
    (("prod", "*=", "mul", "* "), ("softmax", "Softmax", "prob", "exp", "log")),
    (Reduce, Elementwise),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
