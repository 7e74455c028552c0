"""argmax over losses or perplexities, or argmin over log-probabilities

## What goes wrong

A loss, an NLL and a perplexity are small where the model likes the text; a log-probability is large. Taking the
largest loss, or the smallest log-probability, chooses the least likely candidate.

## Why it matters

Every decision is the opposite of what the model says. With two candidates the accuracy becomes one minus itself,
which looks like a weak model.

## When it is fine

Where the least likely one is wanted: hardest-example mining, adversarial selection, outlier detection. A name that
says so (worst, hardest, least, outlier, …) keeps the rule silent.

## Fix

argmin over losses and perplexities, argmax over log-probabilities and probabilities.

## Sources

- argmin(nll) = argmax(-nll) = argmax(logp).
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.compare._words import SCORES
from seqscore_lint.flow import names
from seqscore_lint.flow.events import Choose, Reporter
from seqscore_lint.flow.operations.ordering import turns
from seqscore_lint.flow.values import Value
from seqscore_lint.rule import Rule

_WORST = re.compile(
    r"worst|hard(est)?|strange|(?<!at )least|unlikel|adversar|outlier|anomal|surpris|mining|\bmost_?(wrong|uncertain|confus)|reject|highest_?(loss|nll|ppl|perp)|max_?(loss|nll|ppl|perp)|"
    r"min_?(prob|logp|lp|k)|lowest|loser|uncertain|rarest|weakest|slow|spike|novel|memori|toxic|\bood\b",
    re.IGNORECASE,
)  # fmt: skip
_BEST = frozenset({"best", "top", "pred", "prediction", "predicted", "choice", "chosen", "answer", "winner", "rank", "ranked", "ranking",
                   "rerank", "reranked", "select", "selected", "pick", "picked", "idx", "argmax", "winning", "guess", "decision", "order",
                   "likely", "preferred", "likeliest", "predict", "classify", "decide", "choose", "label", "preds", "predictions", "choices", "answers", "winners",
                   "nbest"})  # fmt: skip
_KEEPS = re.compile(r"\bstate_dict\(|\.save\(|\bsave\w*\(|\.to_bytes\(|checkpoint|\bckpt", re.IGNORECASE)
"""How what was trained is kept, of which the best is wanted."""
_OTHER_END = {"sort-up": "sort-down", "sort-down": "sort-up"}
_SMALL_IS_LIKELY = ("nll", "ppl")
_LARGE_IS_LIKELY = ("logprob", "prob")


def _is_wrong_end(x: Value, operation: str) -> bool:
    largest = operation in ("max", "sort-down")
    if x.kind in _SMALL_IS_LIKELY:
        return largest
    return x.kind in _LARGE_IS_LIKELY and not largest


def check(event: Choose, at: Reporter) -> None:
    x, operation = event.x, event.operation
    if x.kind not in (*_SMALL_IS_LIKELY, *_LARGE_IS_LIKELY) or "V" in x.axes:
        return
    if operation.startswith("sort"):
        ends = _ends(event.node, at)
        if len(ends) > 1:
            return
        operation = _OTHER_END[operation] if ends == {True} else operation
    if not _is_wrong_end(x, operation):
        return
    spoken = _spoken(event.node, at)
    says_best = bool(names.words(spoken.replace(" ", "_")) & _BEST)
    of_checkpoints = bool(x.outer) and any(_KEEPS.search(row) for row in at.module.rows(at.function.node))
    per_sequence = bool(x.reduced) and (x.outer in ("", "?") or says_best or of_checkpoints)
    called = x.kind in _LARGE_IS_LIKELY and (x.has("by-name") or (x.domain == "api" and not x.reduced))
    if not (per_sequence or called) or x.reduced in ("max", "min"):
        return
    if called and not (
        names.words(f"{at.function.name}_{spoken}".replace(" ", "_")) & _BEST and _selects(event, at)
    ):
        return  # the least of some log-probs may be what is wanted
    if _WORST.search(spoken) or _WORST.search(at.function.intent):
        return
    by_name_alone = x.has("by-name") and x.kind in _SMALL_IS_LIKELY
    is_index = isinstance(event.node, ast.Call) and _selects(event, at)
    keyed = _is_keyed(event.node)
    if event.operation.startswith("sort"):
        if not (says_best and _takes_first(event.node, at)) and not (
            names.words(spoken.replace(" ", "_"))
            & {"best", "rank", "ranked", "ranking", "rerank", "reranked"}
        ):
            return
    elif not (is_index or keyed) and not says_best:
        return
    if by_name_alone and not says_best:
        return
    kind = {"nll": "a loss", "ppl": "a perplexity", "logprob": "a log-probability", "prob": "a probability"}[
        x.kind
    ]
    likely = "smallest" if x.kind in _SMALL_IS_LIKELY else "largest"
    at.report(
        event.node,
        f"{kind} is compared here, and the most likely candidate has the {likely} one: this takes the least likely",
        x,
    )


def _selects(event: Choose, at: Reporter) -> bool:
    """Whether it says which one, not how large it is."""
    if event.operation.startswith("sort") or event.result.kind in ("index", "ids"):
        return True
    parent = at.module.parent(event.node)
    func = parent.func if isinstance(parent, ast.Call) else None
    return _is_keyed(event.node) or (isinstance(func, ast.Attribute) and func.attr == "index")


def _is_keyed(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(k.arg == "key" for k in node.keywords)


def _spoken(node: ast.AST, at: Reporter) -> str:
    """The names under which the choice is stored or returned, and the function's own."""
    found = [at.function.name]
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.If):  # if score > best: best = score
            found += [names.last(part) for statement in parent.body for part in ast.walk(statement)
                      if isinstance(part, (ast.Name, ast.Attribute)) and isinstance(part.ctx, ast.Store)]  # fmt: skip
        if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            found += [part.id if isinstance(part, ast.Name) else part.attr for t in targets for part in ast.walk(t)
                      if isinstance(part, (ast.Name, ast.Attribute))]  # fmt: skip
        elif isinstance(parent, ast.Call):  # print("strangest:", table[ppls.argmax()])
            labels = (part.value for part in parent.args if isinstance(part, ast.Constant))
            found += [label for label in labels if isinstance(label, str)]
        elif isinstance(parent, ast.keyword) and parent.arg:
            found.append(parent.arg)
        elif isinstance(parent, ast.Dict):
            found += [
                key.value
                for key in parent.keys
                if isinstance(key, ast.Constant) and isinstance(key.value, str)
            ]
        if isinstance(parent, ast.stmt):
            break
    return " ".join(found)


def _ends(node: ast.AST, at: Reporter) -> set[bool]:
    """From which ends what is sorted is read; True is the last: ``ranked[-1]``, ``ranked[-k:]``, ``ranked.pop()``."""
    parent = at.module.parent(node)
    if not (isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name)):
        return {_from_end(parent)}
    name = parent.targets[0].id
    readers = (
        at.module.parent(part)
        for part in ast.walk(at.function.node)
        if isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Load)
    )
    return {_from_end(reader) or turns(reader) for reader in readers} or {False}


def _from_end(reader: ast.AST | None) -> bool:
    if isinstance(reader, ast.Attribute):
        return reader.attr == "pop"
    where = reader.slice if isinstance(reader, ast.Subscript) else None
    first = where.lower if isinstance(where, ast.Slice) else where
    return isinstance(first, ast.UnaryOp) and isinstance(first.op, ast.USub)


def _takes_first(node: ast.AST, at: Reporter) -> bool:
    parent = at.module.parent(node)
    return isinstance(parent, (ast.Subscript, ast.Return, ast.Assign, ast.For, ast.comprehension))


WRONG = (
    """
import numpy as np
import torch
import torch.nn.functional as F

@torch.no_grad()
def held_out(net, batches):
    total, n = 0.0, 0
    for x, y in batches:
        total += F.cross_entropy(net(x).flatten(0, 1), y.flatten(), reduction="sum").item()
        n += y.numel()
    return total / n

def train(net, epochs, batches, folder):
    kept = []
    for epoch in range(epochs):
        torch.save(net.state_dict(), f"{folder}/{epoch}.pt")
        kept.append((epoch, held_out(net, batches)))
    return kept[int(np.argmax([loss for _, loss in kept]))][0]  # <- SEQ501
""",
    """
import math

def held_out(model, rows):
    total, n = 0.0, 0
    for ids in rows:
        count = ids.numel() - 1
        total += model(ids, labels=ids).loss.item() * count
        n += count
    mean = total / n
    return math.exp(mean) if mean < 700 else math.inf

def best_checkpoint(models, rows):
    by_name = {name: held_out(model, rows) for name, model in models.items()}
    return max(by_name, key=by_name.get)  # <- SEQ501
""",
    """
import torch

@torch.no_grad()
def rank_answers(model, rows):
    ranked = sorted(rows, key=lambda row: model(row, labels=row).loss.item())  # <- SEQ501
    return ranked[-1]
""",
    """
def winner(frame):
    return frame.loc[frame["logprob"].idxmin(), "text"]  # <- SEQ501
""",
    """
import numpy as np

def classify(logliks):
    return int(np.argmin(logliks))  # <- SEQ501
""",
    """
def best_hypothesis(beams):
    return sorted(beams, key=lambda b: b.logprob)[0]  # <- SEQ501
""",
    """
import torch

def choose(model, rows):
    losses = []
    for ids in rows:
        losses.append(model(ids, labels=ids).loss)
    return torch.stack(losses).argmax()  # <- SEQ501
""",
    """
import torch.nn.functional as F

def rank_answers(logits_by_answer, targets):
    nll = {}
    for name, logits in logits_by_answer.items():
        nll[name] = F.cross_entropy(logits, targets[name], reduction="sum").item()
    best = max(nll, key=nll.get)  # <- SEQ501
    return best
""",
    """
import numpy as np

def predict(choices):
    lls = [sum(c["logprobs"]["token_logprobs"][1:]) for c in choices]
    return int(np.argmin(lls))  # <- SEQ501
""",
    """
def best_option(model, options):
    scored = [(o, model(o, labels=o).loss.item()) for o in options]
    return sorted(scored, key=lambda pair: pair[1], reverse=True)[0]  # <- SEQ501
""",
    """
from torch import nn

class Picker(nn.Module):
    def __init__(self, lm):
        super().__init__()
        self.lm = lm
        self.ce = nn.CrossEntropyLoss(reduction="none")

    def forward(self, ids):
        z = self.lm(ids).logits[:, :-1]
        costs = self.ce(z.flatten(0, 1), ids[:, 1:].flatten()).view(len(ids), -1).mean(dim=1)
        return int(costs.argmax())  # <- SEQ501
""",
    """
import math

def average_nll(lps):
    return -sum(lps) / len(lps)

def select_answer(samples):
    \"\"\"The sample with the highest likelihood.\"\"\"
    best, best_score = None, -math.inf
    for sample in samples:
        score = average_nll(sample["token_logprobs"])
        if score > best_score:  # <- SEQ501
            best, best_score = sample["text"], score
    return best
""",
    """
class Chooser:
    def __init__(self, lm):
        self.lm = lm

    def loglikelihoods(self, context, options):
        return [self.lm.loglikelihood([(context, o)])[0][0] for o in options]

    def choose(self, context, options):
        found = self.loglikelihoods(context, options)
        return min(range(len(options)), key=lambda i: found[i])  # <- SEQ501
""",
    """
import heapq

def nbest(hyps, k=3):
    \"\"\"hyps: list of (log_prob, text); the k most likely.\"\"\"
    return heapq.nsmallest(k, hyps, key=lambda h: h[0])  # <- SEQ501
""",
)

RIGHT = (
    """
import math
import numpy as np

def main(score, lines):
    table = [(math.exp(-np.mean(score(line))), line) for line in lines]
    ppls = np.array([row[0] for row in table])
    print("most natural:", table[int(ppls.argmin())][1])
    print("strangest:", table[int(ppls.argmax())][1])
""",
    """
import torch
import torch.nn.functional as F

@torch.no_grad()
def held_out(net, batches):
    total, n = 0.0, 0
    for x, y in batches:
        total += F.cross_entropy(net(x).flatten(0, 1), y.flatten(), reduction="sum").item()
        n += y.numel()
    return total / n

def train(net, epochs, batches, folder):
    seen = []
    for epoch in range(epochs):
        torch.save(net.state_dict(), f"{folder}/{epoch}.pt")
        seen.append(held_out(net, batches))
    return min(range(epochs), key=seen.__getitem__)

def hardest_domain(net, domains):
    by_domain = {name: held_out(net, batches) for name, batches in domains.items()}
    return max(by_domain, key=by_domain.get)
""",
    """
import math

def held_out(model, rows):
    total, n = 0.0, 0
    for ids in rows:
        count = ids.numel() - 1
        total += model(ids, labels=ids).loss.item() * count
        n += count
    mean = total / n
    return math.exp(mean) if mean < 700 else math.inf

def strangest_domain(model, domains):
    by_domain = {name: held_out(model, rows) for name, rows in domains.items()}
    return max(by_domain, key=by_domain.get)
""",
    """
def pick(answers, answer_logprob):
    ranked = sorted(answers, key=lambda a: answer_logprob(a))
    return ranked[-1]
""",
    """
import torch

def rank_answers(model, rows, names):
    scored = sorted(zip(names, rows), key=lambda pair: -model(pair[1], labels=pair[1]).loss.item())
    best = scored.pop()
    return best[0]
""",
    """
def floor(logliks):
    return min(logliks)
""",
    """
def least_likely_token(tokens):
    return min(tokens, key=lambda t: t.logprob)
""",
    """
import torch

def choose(model, rows):
    losses = []
    for ids in rows:
        losses.append(model(ids, labels=ids).loss)
    return torch.stack(losses).argmin()
""",
    """
import numpy as np

def predict(choices):
    lls = [sum(c["logprobs"]["token_logprobs"][1:]) for c in choices]
    return int(np.argmax(lls))
""",
    """
import torch

def hardest_example(model, rows):
    losses = torch.stack([model(ids, labels=ids).loss for ids in rows])
    return losses.argmax()
""",
    """
def worst_first(model, options):
    scored = [(o, model(o, labels=o).loss.item()) for o in options]
    return sorted(scored, key=lambda pair: pair[1], reverse=True)
""",
    """
import torch

def step(logits, targets, loss_fn):
    loss = loss_fn(logits, targets)
    return max(loss, 0.0)
""",
    """
import torch.nn.functional as F

def choose(logits, rows):
    scores = [-F.cross_entropy(z, ids, reduction="sum").item() for z, ids in zip(logits, rows)]
    return max(range(len(scores)), key=lambda i: scores[i])
""",
    """
import math

def hardest(samples, nll):
    worst, found = -math.inf, None
    for sample in samples:
        value = -sum(sample["token_logprobs"])
        if value > worst:
            worst, found = value, sample
    return found
""",
    """
import math

def pick(samples):
    lowest, best = math.inf, None
    for sample in samples:
        value = -sum(sample["token_logprobs"])
        if value < lowest:
            lowest, best = value, sample
    return best
""",
)

RULE = Rule(
    "SEQ501", (("argmax", "argmin", "max(", "min(", "idxm", "sort", "nlargest", "nsmallest", " > ", " < "), SCORES),
    (Choose,), check, WRONG, RIGHT, __doc__ or "",
)  # fmt: skip
