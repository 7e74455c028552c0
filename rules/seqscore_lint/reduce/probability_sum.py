"""Token probabilities added up as the score of a sequence

## What goes wrong

Probabilities of successive tokens multiply; their logarithms add. The sum of the probabilities themselves is
neither a probability nor a log-probability: it grows with every token, and exceeds 1 after two or three.

## Why it matters

The longer a completion, the higher it scores: a ranking by this sum prefers length, and a confident short
answer loses to an improbable long one.

## When it is fine

Probabilities of alternatives at one position add up: several spellings of "yes", the labels of a class, the
vocabulary itself.

## Fix

Sum the log-probabilities. Not rewritten: the logarithm belongs where the probability is made.

## Sources

- McGill-NLP/bias-bench issue 3: StereoSet scores with a counter-example.
- Jurafsky and Martin: Speech and Language Processing, chapter 3: probabilities of n-grams multiply.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Choose, Reduce, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_TOKENS = ("T", "N", "*")
_MESSAGE = (
    "token probabilities are added up: probabilities of successive tokens multiply, so sum their logarithms"
)


def check(event: Reduce | Choose, at: Reporter) -> None:
    if isinstance(event, Choose):
        _check_choice(event, at)
        return
    x = event.x
    if (
        event.operation != "sum"
        or x.kind != "prob"
        or x.pick not in ("chosen", "max", "first")
        or x.reduced
        or x.outer
    ):
        return
    if (x.has("by-name") and not _is_promised(x, at)) or (
        x.has("complement", "renormalised", "elementwise", "row-weighted", "scaled")
        or x.domain == "classifier"
        or contract.at_one_place(x)
    ):
        return
    over_tokens = event.spelled == "loop" or any(axis in _TOKENS for axis in event.axis_name.split("+"))
    if not over_tokens or contract.divided(at, event.node) or contract.counted_beside(at, event.node):
        return
    if _normalises(event.node, at) or _adds_texts(at):
        return
    at.report(
        event.node,
        _MESSAGE,
        x,
        trust=2 if x.domain else LIKELY,
    )


def _adds_texts(at: Reporter) -> bool:
    """Whether the probabilities of several texts of one meaning are added, which is right."""
    spoken = contract.named(contract.named_function(at).node)
    return any(names.words(name) & _CLUSTERS for name in spoken)


_CLUSTERS = frozenset({"cluster", "clusters"})


def _check_choice(event: Choose, at: Reporter) -> None:
    """The best of several by the sum of what their tokens' log-probs were exponentiated to."""
    x = event.x
    if x.kind == "list" and x.elem is not None:
        x = x.elem
    summed = x.kind == "prob" and x.reduced == "sum" and not x.outer and x.pick == "chosen"
    if not (summed and x.has("by-name") and event.operation in _BEST and isinstance(x.made, ast.Call)):
        return
    if x.has(
        "complement", "renormalised", "elementwise", "row-weighted", "by-length"
    ) or contract.at_one_place(x):
        return
    maker = contract.maker_of(at, x)
    spoken = contract.named(maker.node if maker is not None else x.made)
    if any(names.words(name) & _OF_TOKENS for name in spoken):
        at.report(x.made, _MESSAGE, x, trust=LIKELY)


_OF_TOKENS = frozenset({"token", "tokens", "tok", "toks"})
_BEST = frozenset({"max", "sort-down", "sort-up"})


def _normalises(node: ast.AST, at: Reporter) -> bool:
    """Whether what is added up is divided by its sum, as the alternatives at one position are: ``p / p.sum()``."""
    summed, called = contract.named(node), contract.targets(at, node)
    quotients = (
        part
        for part in ast.walk(at.function.node)
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div)
    )
    return any(
        contract.named(part.left) & summed
        and (contract.named(part.right) & called or any(inner is node for inner in ast.walk(part.right)))
        for part in quotients
    )


_SEQUENCE = re.compile(
    r"(?:answer|option|choice|candidate|sequence|sentence|completion|text|caption|reply|response)[-_ ](?:score|prob|likel)|likelihood|"
    r"most (?:likely|probable)|(?:largest|highest|greatest|best) (?:likelihood|prob)",
    re.IGNORECASE,
)


def _is_promised(x: Value, at: Reporter) -> bool:
    """Whether what is called token log-probs is made the score of a whole text."""
    said = f"{contract.intent(at)} {at.module.said_around(at.function.node)}"
    return (
        x.trust >= LIKELY and x.pick == "chosen" and bool(_SEQUENCE.search(said) or contract.whole_prob(said))
    )


WRONG = (
    """
def text_prob(step_probs, ids):
    '''How likely the sentence is: sentence score.'''
    return sum(float(at_step[i]) for at_step, i in zip(step_probs, ids))  # <- SEQ404
""",
    """
import numpy as np

def sentence_scores(lm, sentences):
    for words in sentences:
        yield np.sum([lm.word_prob(word, words[:k]) for k, word in enumerate(words)])  # <- SEQ404
""",
    """
import math

def weight(hyp):
    return math.fsum(math.exp(v) for v in hyp["token_logprobs"])  # <- SEQ404

def decide(beams):
    return sorted(beams, key=weight, reverse=True)[0]["text"]
""",
    """
import numpy as np

class Path:
    def __init__(self, words, tok_lps):
        self.words, self.tok_lps = words, np.array(tok_lps)

def first(paths):
    masses = [np.exp(path.tok_lps).sum() for path in paths]  # <- SEQ404
    return paths[int(np.argmax(masses))].words
""",
    """
from dataclasses import dataclass
import numpy as np

@dataclass
class Reply:
    text: str
    token_logprobs: tuple[float, ...]

class Mass:
    \"\"\"The probability of the reply.\"\"\"

    def __call__(self, reply: Reply) -> float:
        probs = np.exp(reply.token_logprobs)
        return float(probs.sum())  # <- SEQ404
""",
    """
import math
from dataclasses import dataclass, field

@dataclass
class Draft:
    text: str
    token_logprobs: list = field(default_factory=list)

    @property
    def weight(self):
        return sum(math.exp(x) for x in self.token_logprobs)  # <- SEQ404

def best(client, prompt):
    answer = client.completions.create(model="m", prompt=prompt, n=8, logprobs=0)
    drafts = [Draft(c.text, list(c.logprobs.token_logprobs)) for c in answer.choices]
    return max(drafts, key=lambda d: d.weight).text
""",
    """
import numpy as np

def clean(logprobs: list[float]) -> np.ndarray:
    values = np.asarray(logprobs, dtype=float)
    assert values.ndim == 1 and (values <= 0).all()
    return values

def pick(hypotheses: dict[str, list[float]]) -> str:
    \"\"\"The hypothesis with the highest probability under the model.\"\"\"
    def weight(text):
        return np.sum(np.exp(clean(hypotheses[text])))  # <- SEQ404
    return max(hypotheses, key=weight)
""",
    """
import math

def rate(numbers):
    '''Takes the log-probs of all tokens of an answer.'''
    return sum(map(math.exp, numbers))  # <- SEQ404
""",
    """
import math

def completion_score(token_logprobs):
    score = 0.0
    for value in token_logprobs:
        score += math.exp(value)  # <- SEQ404
    return score
""",
    """
import numpy as np

def option_score(lps):
    \"\"\"How likely an option is, from the log-probabilities of all of its tokens.\"\"\"
    return np.exp(lps).sum()  # <- SEQ404
""",
    """
import torch

def score(model, ids):
    probs = torch.softmax(model(ids).logits[:, :-1], dim=-1)
    chosen = probs.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.sum(-1)  # <- SEQ404
""",
    """
import math

def answer_score(choice):
    return sum(math.exp(t.logprob) for t in choice.logprobs.content)  # <- SEQ404
""",
    """
def sentence_score(model, ids):
    probs = model(ids).logits.softmax(-1)
    total = 0.0
    for i, token in enumerate(ids[0, 1:]):
        total += probs[0, i, token].item()  # <- SEQ404
    return total
""",
    """
import numpy as np
from scipy.special import softmax

def score(logits, tokens):
    p = softmax(logits, axis=-1)
    return np.sum(p[np.arange(len(tokens)), tokens])  # <- SEQ404
""",
    """
import math

def confidence(choice):
    total = 0.0
    for step in choice.logprobs.top_logprobs:
        total += math.exp(next(iter(step.values())))  # <- SEQ404 SEQ211
    return total
""",
)

RIGHT = (
    """
import numpy as np

stored = np.load("run.npz")
lp = stored["token_logprobs"]
expected = (np.exp(lp) * stored["gains"]).sum()
print("sentence score", expected)
""",
    """
def expected_level(probabilities):
    '''The score of an answer: the level that is expected.'''
    return sum(level * probability for level, probability in enumerate(probabilities))
""",
    """
def yes_mass(lm, prefix, yes_ids):
    probs = lm.next_token_probs(prefix)
    return sum(probs[token] for token in yes_ids)
""",
    """
import numpy as np

class Option:
    def __init__(self, text, spelling_logprobs):
        self.text, self.spelling_logprobs = text, np.asarray(spelling_logprobs)

def mass(option):
    return float(np.exp(option.spelling_logprobs).sum())

def answer(options):
    return max(options, key=mass).text
""",
    """
import math

def likeliest_meaning(clusters):
    best, arg = -1.0, None
    for cluster in clusters:
        p = sum(math.exp(answer.logprob) for answer in cluster)
        if p > best:
            best, arg = p, cluster
    return arg
""",
    """
import torch

class Letters:
    def __init__(self, tokenizer, letters="ABCD"):
        self.columns = {letter: tokenizer.encode(" " + letter)[0] for letter in letters}

    def mass(self, logits):
        probs = torch.softmax(logits, dim=-1)
        return probs[:, list(self.columns.values())].sum(-1)
""",
    """
import jax
import jax.numpy as jnp

def totals(apply_fn, params, ids, keep):
    surest = jax.nn.softmax(apply_fn(params, ids), axis=-1).max(-1)
    return jnp.stack([(surest * keep).sum(), keep.sum()])
""",
    """
import math
from vllm import LLM, SamplingParams

def share(step, wanted):
    return sum(math.exp(entry.logprob) for entry in step.values() if entry.decoded_token.strip() in wanted)

def first_tokens(llm: LLM, prompts, wanted):
    answers = llm.generate(prompts, SamplingParams(max_tokens=1, logprobs=10))
    return [share(answer.outputs[0].logprobs[0], wanted) for answer in answers]
""",
    """
import torch

def teacher(positions):
    rows = []
    for position in positions:
        found = [entry["logprob"] for entry in position]
        p = torch.tensor(found).exp()
        total = p.sum(dim=0, keepdim=True)
        if total > 1e-9:
            p = p / total
        rows.append(p)
    return rows
""",
    """
import math

def spellings(self, position):
    token_logprobs = position["top_tokens"]
    found = [math.exp(entry["logprob"]) for entry in token_logprobs if self.matches(entry["text"])]
    return sum(found)
""",
    """
import math

def risk(top_tokens_list, yes):
    mass = 0.0
    for top_tokens in top_tokens_list:
        for token in top_tokens:
            if token["text"].strip() == yes:
                mass += math.exp(token["logprob"])
    return mass
""",
    """
import torch

def step_totals(model, ids, keep):
    probs = torch.softmax(model(ids).logits[:, :-1], dim=-1)
    sure = probs.max(-1).values
    return {"sure": (sure * keep).sum(), "weight": keep.sum()}

def mean_confidence(model, batches):
    parts = [step_totals(model, ids, keep) for ids, keep in batches]
    return sum(p["sure"] for p in parts) / sum(p["weight"] for p in parts)
""",
    """
import numpy as np
from scipy.special import softmax

def shard(logits, tokens):
    p = softmax(logits, axis=-1)
    mass = p[np.arange(len(tokens)), tokens].sum()
    return mass, len(tokens)
""",
    """
import math

def mass_of_spellings(token_logprobs):
    return sum(math.exp(value) for value in token_logprobs)
""",
    """
import numpy as np

def option_score(lps):
    \"\"\"How likely an option is, from the log-probabilities of all of its tokens.\"\"\"
    return np.exp(np.sum(lps))
""",
    """
import numpy as np

def answer_mass(logps):
    \"\"\"The probability of an answer, from the log-probabilities of its paraphrases.\"\"\"
    return np.exp(logps).sum()
""",
    """
import math
from collections import Counter

def letter_mass(alternatives):
    mass = Counter()
    for option in alternatives:
        mass[option.token.strip()] += math.exp(option.logprob)
    return mass
""",
    """
import torch

def score(model, ids):
    logp = torch.log_softmax(model(ids).logits[:, :-1], dim=-1)
    chosen = logp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.sum(-1)
""",
    """
import math

def yes_probability(entry):
    return sum(math.exp(t.logprob) for t in entry.top_logprobs if t.token.strip().lower() == "yes")
""",
    """
import torch

def mass(model, ids, yes_ids):
    probs = torch.softmax(model(ids).logits[0, -1], dim=-1)
    return probs[yes_ids].sum()
""",
    """
import torch

def normalised(logits):
    probs = torch.softmax(logits, dim=-1)
    return probs / probs.sum(-1, keepdim=True)
""",
    """
import torch
import torch.nn.functional as F

def soft_accuracy(logits, labels):
    probs = F.softmax(logits, dim=1)
    return probs[torch.arange(len(labels)), labels].sum() / len(labels)
""",
)

RULE = Rule(
    "SEQ404",
    (("sum", "+=", "+ "), ("softmax", "Softmax", "exp(", "exp,", "prob")),
    (Reduce, Choose),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
