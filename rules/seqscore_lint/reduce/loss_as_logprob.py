"""Minus the mean loss of a model used as the log-probability of a sequence

## What goes wrong

`model(ids, labels=ids).loss` and `F.cross_entropy(...)` average over the scored tokens by default. Minus that
number is the mean token log-probability, not the log-probability of the sequence, and `exp(-loss)` is the
geometric mean of the token probabilities, not the probability of the sequence.

## Why it matters

Ranking candidates by it is length-normalised ranking: the longer candidate wins ties that it should lose, and
sums, differences and posteriors over candidates are off by a factor that differs from candidate to candidate.

## When it is fine

Perplexity, membership inference on the loss, DetectGPT, SimPO and length-normalised accuracies are defined
on the mean. A function, a variable or a comment that says so silences this rule.

## Fix

`-loss * (labels[:, 1:] != -100).sum()`, `reduction="sum"`, or the sum of the gathered log-probs. Not
rewritten: the count of scored tokens depends on the labels.

## Sources

- EleutherAI/elk pull request 233: "cross entropy loss is averaged over tokens, so we need to multiply by
  the length".
- EvolvingLMMs-Lab/lmms-eval issue 370: loglikelihood() returned the loss.
- PyTorch documentation, torch.nn.CrossEntropyLoss: `reduction="mean"` is the default.
"""

from __future__ import annotations

import re

from seqscore_lint.flow.events import Assign, Choose, Compare, Normalise, Reporter, Return, Show
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_LOGPROB = re.compile(r"(?<![a-z])log_?p(?:rob(?:s|abilit(?:y|ies))?)?(?![a-z])(?!.*token)", re.IGNORECASE)

_LIKELY = re.compile(
    r"most[-_ ](?:likely|probable)|(?:highest|best|max\w*)[-_ ](?:log[-_ ]?)?(?:likelihood|prob)",
    re.IGNORECASE,
)


def check(event: Assign | Return | Show | Choose | Compare | Normalise, at: Reporter) -> None:
    if isinstance(event, Choose | Normalise):
        value, how = contract.held(event.x), "candidates are ranked by it"
        if isinstance(event, Choose) and _takes_unlikely(value, event.operation):
            return
    elif isinstance(event, Compare):
        if not _is_mean_loss(contract.held(event.right)):
            return
        value, how = contract.held(event.left), "sequences are compared by it"
    else:
        _named(event, at)
        return
    if not _is_mean_loss(value):
        return
    maker = contract.maker_of(at, value)
    if contract.averages(at, maker.name if maker is not None else ""):
        return
    if value.kind == "logprob":
        at.report(contract.place_of(at, value, event.node), _message(value, how), value, trust=LIKELY)
    elif (
        contract.whole("logprob", said := contract.intent(at))
        or contract.whole("prob", said)
        or _LIKELY.search(said)
    ):
        at.report(event.node, _message(value, how), value, trust=LIKELY)


def _takes_unlikely(value: Value, operation: str) -> bool:
    """Whether the hardest are looked for, which may be those with the largest mean loss."""
    return operation in (("min", "sort-up") if value.kind == "logprob" else ("max", "sort-down"))


def _is_mean_loss(value: Value) -> bool:
    return (
        value.kind in ("logprob", "nll")
        and value.reduced == "mean"
        and not value.outer
        and value.has("mean-loss")
        and value.domain not in ("classifier",)
        and not value.has("rescaled", "scaled", "shifted", "regularised", "smoothed")
    )


def _named(event: Assign | Return | Show, at: Reporter) -> None:
    value = contract.held(event.value)
    exponentiated = value.kind == "prob" and bool(value.parts)
    loss = value.parts[0] if exponentiated else value
    if not _is_mean_loss(loss):
        return
    said = contract.intent(at) if isinstance(event, Return) else event.name
    called_logprob = isinstance(event, Return) and bool(_LOGPROB.search(event.function.name))
    if not (contract.whole(value.kind, said) or (value.kind == "logprob" and called_logprob)):
        return
    if contract.averages(at, said, *contract.targets(at, event.node)):
        return
    name = f"{event.function.name}()" if isinstance(event, Return) else event.name.strip(" :=")
    node = (
        event.node
        if value is event.value and value.kind == "nll"
        else contract.place_of(at, value, event.node)
    )
    at.report(node, _message(loss, name), loss, trust=LIKELY)


def _message(loss: Value, how: str) -> str:
    whose = "the model's loss" if loss.has("model-loss") else "cross-entropy"
    return (
        f"{whose} is the mean over tokens, not the log-probability of the sequence ({how}): multiply by the "
        "number of scored tokens"
    )


WRONG = (
    """
def sequence_logprob(model, ids):
    return -model(ids, labels=ids)["loss"]  # <- SEQ402
""",
    """
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("Helsinki-NLP/opus-mt-en-de")
mt = AutoModelForSeq2SeqLM.from_pretrained("Helsinki-NLP/opus-mt-en-de").eval()

def translation_logprob(source, translation):
    pair = tok(source, text_target=translation, return_tensors="pt")
    return -mt(**pair).loss.item()  # <- SEQ402
""",
    """
def answer_loglikelihood(model, ids, n_question):
    labels = ids.clone()
    labels[:, :n_question] = -100
    return -model(ids, labels=labels).loss.item()  # <- SEQ402
""",
    """
import torch

def pick(model, n_prompt, options):
    scores = []
    for ids in options:
        labels = ids.clone()
        labels[:, :n_prompt] = -100
        with torch.no_grad():
            out = model(input_ids=ids, labels=labels)
        scores.append(-out.loss.item())  # <- SEQ402
    return options[scores.index(max(scores))]
""",
    """
import torch.nn.functional as F

def sequence_logprob(logits, ids):
    return -F.cross_entropy(logits[:-1], ids[1:])  # <- SEQ402
""",
    """
import torch

def sentence_probability(model, ids):
    loss = model(ids, labels=ids).loss
    return torch.exp(-loss).item()  # <- SEQ402
""",
    """
from torch import nn

class Ranker:
    def __init__(self, model):
        self.model = model
        self.criterion = nn.CrossEntropyLoss()

    def loglikelihood(self, ids):
        logits = self.model(ids).logits
        loss = self.criterion(logits[:, :-1].reshape(-1, logits.size(-1)), ids[:, 1:].reshape(-1))
        return -loss.item()  # <- SEQ402
""",
    """
def best(model, tokenizer, candidates):
    def value(text):
        ids = tokenizer(text, return_tensors="pt")["input_ids"]
        return -model(ids, labels=ids).loss.item()  # <- SEQ402

    return max(candidates, key=value)
""",
)

RIGHT = (
    """
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m").eval()

def total_and_mean(ids):
    mean = -lm(ids, labels=ids).loss.item()
    return mean * (ids.shape[1] - 1), mean

def agreement(pairs):
    same = 0
    for good, bad in pairs:
        g, b = total_and_mean(good), total_and_mean(bad)
        same += (g[0] > b[0]) == (g[1] > b[1])
    return same / len(pairs)
""",
    """
import numpy as np

def answer_loglikelihood(model, ids, labels):
    count = int((labels[:, 1:] != -100).sum())
    return -(model(ids, labels=labels).loss * count).item(), count

def accuracy(model, questions):
    hits = []
    for q in questions:
        totals, counts = zip(*(answer_loglikelihood(model, ids, labels) for ids, labels in q["options"]))
        hits.append(np.argmax(np.array(totals) / np.array(counts)) == q["gold"])
    return np.mean(hits)
""",
    """
def sequence_logprob(model, ids):
    return -model(ids, labels=ids)["loss"] * (ids.shape[1] - 1)
""",
    """
import numpy as np

def mine(model, examples, k=10):
    losses = np.array([model(e["input_ids"], labels=e["labels"]).loss.item() for e in examples])
    return np.argsort(-losses)[:k]
""",
    """
def answer_loglikelihood(model, ids, n_question):
    labels = ids.clone()
    labels[:, :n_question] = -100
    return -model(ids, labels=labels).loss.item() * (labels[:, 1:] != -100).sum().item()
""",
    """
import torch

def perplexity(model, ids):
    return torch.exp(model(ids, labels=ids).loss)
""",
    """
import torch.nn.functional as F

def sequence_logprob(logits, ids):
    return -F.cross_entropy(logits[:-1], ids[1:], reduction="sum")
""",
    """
def get_ll(model, ids):
    \"\"\"Mean token log-probability, as DetectGPT defines it.\"\"\"
    return -model(ids, labels=ids).loss.item()
""",
    """
def membership_score(model, ids):
    return -model(ids, labels=ids).loss.item()
""",
    """
def train(model, loader, optimizer):
    best = float("inf")
    for batch in loader:
        loss = model(batch["input_ids"], labels=batch["labels"]).loss
        loss.backward()
        optimizer.step()
        best = min(best, loss.item())
    return best
""",
    """
import torch.nn.functional as F

def train_step(net, x, y):
    return F.cross_entropy(net(x), y)
""",
)

RULE = Rule(
    "SEQ402",
    (contract.LOSS_WORDS,),
    (Assign, Return, Show, Choose, Compare, Normalise),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
