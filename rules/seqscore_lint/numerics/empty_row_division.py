"""The mean over an empty completion divides by zero

## What goes wrong

A completion can have no scored token: an empty answer, a prompt that fills the context, a filter that removed
everything. Its mean is 0 / 0: an exception in Python, NaN in an array, where it poisons the batch.

## Why it matters

One such row ends the evaluation or makes the mean of the whole corpus NaN. A fallback of 0.0 is no better: it is
the log-probability of certainty, and makes the empty answer the best.

## When it is fine

When the length is checked first, clamped to at least 1, or cannot be 0.

## Fix

Skip or report the empty row: `if not logprobs: ...`; `mask.sum(-1).clamp(min=1)` in a batch.

## Sources

- The mean of no numbers is undefined.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Binary, Reduce, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule

_SCORES = ("logprob", "nll")
_HANDLED = frozenset({"nan_to_num", "nanmean", "isnan", "isfinite", "any"})


def check(event: Binary | Reduce, at: Reporter) -> None:
    if isinstance(event, Reduce):
        x = event.x
        if event.operation == "mean" and x.kind in _SCORES and event.spelled != "ratio" and not x.reduced:
            listed = next((p for p in (x, *x.parts) if p.kind == "list"), x)
            lost = x.pick == "chosen" and _loses_all(listed, "filtered")
            if lost or (x.pick in ("chosen", "?") and _is_said_to_be_empty(at)):
                _report(event.node, "the list can be empty, and its mean is 0 / 0: check its length", x, at)
        return
    score, count = event.left, event.right
    if (
        event.operation != "/"
        or score.kind not in _SCORES
        or count.has("clamped", "safe", "eps", "shifted", "+1")
        or (score.outer and count.has("counter"))  # of a whole corpus
    ):
        return
    counted = count.parts[0] if count.parts else None
    if counted is None:
        _divided_by_given(event, at)
        return
    if count.kind == "length" and count.ref == "len":
        if counted.kind in ("list", "?", "ids", "response", *_SCORES) and (
            _loses_all(counted, "filtered", "filtered-none") or _is_said_to_be_empty(at)
        ):
            _report(
                event.node,
                "the list can be empty, and then this divides by zero: check its length first",
                score,
                at,
            )
    elif _counts_rows(count, counted, score):
        _report(
            event.node,
            "a row without a scored token divides by zero here, which gives NaN: clamp the count to at least 1",
            score,
            at,
        )


def _divided_by_given(event: Binary, at: Reporter) -> None:
    """``total / lengths``, of lengths that the function is given and documents to be 0 now and then."""
    score, count = event.left, event.right
    given = not count.known and isinstance(count.ref, str) and names.counts(count.ref)
    if given and score.reduced == "sum" and _is_said_to_be_empty(at):
        _report(
            event.node,
            "a length of 0 divides by zero here: clamp it to at least 1, or leave the row out",
            score,
            at,
        )


def _loses_all(listed: Value, *filters: str) -> bool:
    """Whether a filter or a cut can have removed every element, where these are not the rows of a corpus."""
    of_rows = listed.elem is not None and "T" in listed.elem.axes
    return (
        listed.kind == "list"
        and not of_rows
        and (listed.has(*filters, "or-empty") or (listed.has("sliced") and not _is_cut_by_number(listed)))
    )


def _is_said_to_be_empty(at: Reporter) -> bool:
    """Whether a documentation or a comment of the file, the class or the function says that there may be no tokens."""
    around = at.module.classes.get(at.function.owner)
    said = [
        at.module.doc,
        at.function.doc,
        *(_comments(n, at) for n in (at.function.node, around) if n is not None),
    ]
    return any(map(names.documents_emptiness, said))


def _comments(node: ast.AST, at: Reporter) -> str:
    rows = () if isinstance(node, ast.Module) else at.module.rows(node)
    return "\n".join(row.partition("#")[2] for row in rows if "#" in row)


def _is_cut_by_number(listed: Value) -> bool:
    """``lps[1:]``: what is left out has a fixed length, and the rest is not empty in practice."""
    cut = next((part for part in listed.parts if part.kind == "slice"), None)
    return cut is not None and all(
        bound.kind == "none" or isinstance(bound.const, int) for bound in cut.items or ()
    )


def _counts_rows(count: Value, counted: Value, score: Value) -> bool:
    """Whether the divisor counts, in every row by itself, the tokens that a mask keeps; of an attention mask none is empty."""
    if score.reduced != "sum" or count.axes == () or counted.axes == ():
        return False
    if count.kind == "length":
        return (
            count.ref == "count"
            and counted.kind == "mask"
            and not _marks_text(counted)
            and score.has("masked")
        )
    weighs = any(counted.vn in (factor.vn, *(p.vn for p in factor.parts)) for factor in _factors(score))
    summed = count.has("reduced") and count.has("sum") and names.speaks_of_mask(counted.ref)
    return weighs and (summed or (counted.kind == "bool" and count.ref == "count"))


def _marks_text(mask: Value) -> bool:
    """Whether a mask holds for all tokens of a text that was tokenised here, which has some: it is an attention mask."""
    marked = mask
    while marked.kind == "mask" and marked.parts:
        marked = marked.parts[0]
    return (mask.has("pad_token_id") and marked.has("tokenised")) or mask.has("attention")


def _factors(score: Value) -> tuple[Value, ...]:
    """What the summed scores were multiplied from."""
    return score.parts[0].parts if score.parts else ()


def _report(node: ast.AST, message: str, score: Value, at: Reporter) -> None:
    if not _is_checked(node, at):
        at.report(node, message, score, trust=LIKELY)


def _is_checked(node: ast.AST, at: Reporter) -> bool:
    """Whether the function asks how many there are, or handles the error or the NaN."""
    divisor = getattr(node, "right", node)
    counted = {part.id for part in ast.walk(divisor) if isinstance(part, ast.Name)} - _FUNCTIONS
    counted |= {
        n.id
        for part in ast.walk(at.function.node)
        if isinstance(part, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id in counted for t in part.targets)
        for n in ast.walk(_counted_like(part.value))
        if isinstance(n, ast.Name)
    }
    for parent in at.module.ancestors(node):
        if isinstance(parent, ast.Try):
            return True
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)):
            return bool(counted & at.module.tests(parent)) or any(
                _handles(part, counted) for part in ast.walk(parent)
            )
    return False


def _counted_like(value: ast.expr) -> ast.AST:
    """What has as many elements as a value: of a comprehension without a condition what it goes over, else nothing."""
    if not isinstance(value, ast.ListComp):
        return value
    alone = len(value.generators) == 1 and not value.generators[0].ifs
    return value.generators[0].iter if alone else ast.Pass()


def _handles(part: ast.AST, counted: set[str]) -> bool:
    if isinstance(part, ast.Compare):
        return (
            isinstance(part.left, ast.Name)
            and part.left.id in counted
            and isinstance(part.ops[0], (ast.Gt, ast.Eq, ast.NotEq, ast.GtE, ast.Lt))
            and isinstance(part.comparators[0], ast.Constant)
        )
    return isinstance(part, ast.Attribute) and part.attr in _HANDLED


_FUNCTIONS = frozenset({"len", "sum", "np", "torch", "jnp", "tf", "float", "statistics", "mean", "fmean"})


WRONG = (
    """
import torch
from torch.nn.utils.rnn import pad_sequence

def means(samples):
    '''Mean log-prob of each sample. A sample may have no tokens.'''
    rows = [torch.tensor(s, dtype=torch.float64) for s in samples]
    table = pad_sequence(rows, batch_first=True, padding_value=float("-inf"))
    lengths = torch.tensor([len(s) for s in samples])
    counted = torch.arange(table.shape[1]) < lengths[:, None]
    return torch.where(counted, table, 0.0).sum(-1) / lengths  # <- SEQ611
""",
    """
import statistics
from itertools import dropwhile

def mean_after_preamble(reply):
    rest = [t.logprob for t in dropwhile(lambda t: t.token.isspace(), reply.logprobs.content)]
    return statistics.fmean(rest)  # <- SEQ611
""",
    """
import itertools

def mean_before_stop(entries, ends):
    '''Mean log-prob of what was written before the reply ended.'''
    body = list(itertools.takewhile(lambda entry: entry.token not in ends, entries))
    lps = [entry.logprob for entry in body]
    return sum(lps) / len(lps)  # <- SEQ611
""",
    """
def summarize(samples):
    \"\"\"Mean log-prob of every sample; a sample can be empty when generation stops at once.\"\"\"
    return {s["id"]: sum(s["logprobs"]) / len(s["logprobs"]) for s in samples}  # <- SEQ611
""",
    """
import torch.nn.functional as F

def mean_logp(logits, ids, resp):
    \"\"\"Mean log-prob of each row; resp marks the response tokens of `ids`.\"\"\"
    z = logits[:, :-1].float()
    m = resp[:, 1:].to(z.dtype)
    lp = -F.cross_entropy(z.mT, ids[:, 1:], reduction="none")
    return (lp * m).sum(1) / m.sum(1)  # <- SEQ611
""",
    """
def answer_mean(logprobs, prompt_len, max_len):
    \"\"\"Mean over the answer; a long prompt leaves no answer token.\"\"\"
    kept = logprobs[prompt_len:max_len]
    return sum(kept) / len(kept)  # <- SEQ611
""",
    """
import torch

def token_means(token_logprobs, lengths):
    \"\"\"token_logprobs (B, T), lengths (B,) may be 0 for an empty completion\"\"\"
    inside = torch.arange(token_logprobs.size(1)) < lengths[:, None]
    return (token_logprobs * inside).sum(1) / lengths  # <- SEQ611
""",
    """
class Scorer:
    def mean(self, prompt, completion):
        \"\"\"The stop string may come first: the completion is empty then.\"\"\"
        n = len(self.tok(completion, add_special_tokens=False).input_ids)
        ids = self.tok(prompt + completion, return_tensors="pt").input_ids
        lp = self.lm(ids).logits[0, :-1].log_softmax(-1)
        return lp.gather(-1, ids[0, 1:, None])[-n:, 0].sum() / n  # <- SEQ611
""",
    """
import torch

def reply_score(model, ids, reply):
    lp = model(ids).logits[:, :-1].log_softmax(-1)
    lp = lp.gather(-1, ids[:, 1:, None]).squeeze(-1)
    inside = reply[:, 1:].type_as(lp)
    return (lp * inside).sum(-1) / inside.sum(-1)  # <- SEQ611
""",
    """
import torch

def average_logp(logits, labels):
    target = labels[:, 1:]
    keep = target != -100
    logp = logits[:, :-1].log_softmax(-1)
    chosen = logp.gather(-1, target.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (chosen * keep).sum(-1) / keep.sum(-1)  # <- SEQ611
""",
    """
import jax.numpy as jnp

def reply_means(token_logprobs, reply_mask):
    return jnp.sum(token_logprobs * reply_mask, axis=-1) / jnp.sum(reply_mask, axis=-1)  # <- SEQ611
""",
    """
from dataclasses import dataclass

@dataclass
class Reply:
    token_logprobs: list[float]  # may be empty

    def mean_logprob(self):
        return sum(self.token_logprobs) / len(self.token_logprobs)  # <- SEQ611
""",
    """
import numpy as np

def mean_logprob(choice):
    lps = [t.logprob for t in choice.logprobs.content if t.token.strip()]
    return float(np.mean(lps))  # <- SEQ611
""",
    """
def mean_logprob(choice):
    lps = [lp for lp in choice["logprobs"]["token_logprobs"] if lp is not None]
    return sum(lps) / len(lps)  # <- SEQ611
""",
    """
def average(response, n_prompt):
    lps = response.choices[0].logprobs.token_logprobs[n_prompt:]
    return sum(lps) / len(lps)  # <- SEQ611
""",
    """
def average_nll(choice, skip):
    kept = [-lp for t, lp in zip(choice["logprobs"]["tokens"], choice["logprobs"]["token_logprobs"]) if t not in skip]
    return sum(kept) / len(kept)  # <- SEQ611
""",
)

RIGHT = (
    """
import torch
import torch.nn.functional as F

def corpus_perplexity(model, docs):
    rows = []
    for ids in docs:
        if len(ids) > 1:
            z = model(ids[None]).logits[0, :-1].float()
            rows.append(F.cross_entropy(z, ids[1:], reduction="none"))
    costs = [row for row in rows if row.numel() > 0]
    return torch.cat(costs).mean().exp()
""",
    """
import torch

def word_logprob(lp, ids, offsets, start, end):
    of_word = [k for k, (a, b) in enumerate(offsets) if k and a < end and start < b]
    if len(of_word) == 0:
        raise ValueError("the word has no tokens")
    found = [lp[k - 1, ids[k]].item() for k in of_word]
    return sum(found) / len(found)
""",
    """
import torch.nn.functional as F

class Translations:
    def __init__(self, tok, net):
        self.tok, self.net = tok, net

    def means(self, sources, targets):
        src = self.tok(sources, padding=True, return_tensors="pt")
        ids = self.tok(text_target=targets, padding=True, return_tensors="pt").input_ids
        pad = ids.eq(self.tok.pad_token_id)
        z = self.net(**src, labels=ids.masked_fill(pad, -100)).logits
        cost = F.cross_entropy(z.transpose(1, 2).float(), ids, reduction="none").masked_fill(pad, 0.0)
        return -cost.sum(dim=1) / (~pad).sum(dim=1)
""",
    """
def corpus_nll(replies):
    nats, n = 0.0, 0
    for reply in replies:
        scored = [lp for lp in reply.choices[0].logprobs.token_logprobs if lp is not None]
        nats -= sum(scored)
        n += len(scored)
    return nats / n
""",
    """
from itertools import takewhile

def mean_before_stop(entries, ends):
    lps = [entry.logprob for entry in takewhile(lambda entry: entry.token not in ends, entries)]
    if not lps:
        return float("nan")
    return sum(lps) / len(lps)
""",
    """
def sentence_means(lm, tokenizer, sentences):
    enc = tokenizer(sentences, padding=True, return_tensors="pt")
    target = enc.input_ids[:, 1:]
    lp = lm(**enc).logits[:, :-1].log_softmax(-1).gather(-1, target[..., None])[..., 0]
    real = target != tokenizer.pad_token_id
    return (lp * real).sum(-1) / real.sum(-1)
""",
    """
import numpy as np

def answer_mean(request_output, ids, first):
    \"\"\"Average log-prob of ids[first:], which holds at least one token.\"\"\"
    table = request_output.prompt_logprobs
    found = [table[i][ids[i]].logprob for i in range(max(first, 1), len(ids))]
    return float(np.mean(found))
""",
    """
import torch

def token_means(token_logprobs, lengths):
    \"\"\"token_logprobs (B, T), lengths (B,) may be 0 for an empty completion\"\"\"
    inside = torch.arange(token_logprobs.size(1)) < lengths[:, None]
    return (token_logprobs * inside).sum(1) / lengths.clamp(min=1)
""",
    """
import torch

def averages(token_logprobs, reply_mask):
    n = reply_mask.sum(-1)
    mean = (token_logprobs * reply_mask).sum(-1) / n
    return torch.where(n > 0, mean, torch.nan)
""",
    """
def averages(token_logprobs, attention_mask):
    return (token_logprobs * attention_mask).sum(-1) / attention_mask.sum(-1)
""",
    """
def mean_without_first(choice):
    lps = choice["logprobs"]["token_logprobs"][1:]
    return sum(lps) / len(lps)
""",
    """
def mean_logprob(choice):
    lps = [lp for lp in choice["logprobs"]["token_logprobs"] if lp is not None]
    if not lps:
        return None
    return sum(lps) / len(lps)
""",
    """
def mean_logprob(choice):
    lps = [lp for lp in choice["logprobs"]["token_logprobs"] if lp is not None]
    return sum(lps) / max(len(lps), 1)
""",
    """
def masked_mean(token_logprobs, mask):
    return (token_logprobs * mask).sum(-1) / mask.sum(-1).clamp(min=1)
""",
    """
def mean_logprob(token_logprobs: list[float]) -> float:
    return sum(token_logprobs) / len(token_logprobs)
""",
)

RULE = Rule(
    "SEQ611",
    (
        ("/", "mean"),
        (
            "logp",
            "log_p",
            "log-p",
            "log_softmax",
            "nll",
            "loss",
            "likelihood",
            "(lp",
            "_lp",
            " lp",
            "[lp",
            "lls",
        ),
    ),
    (Binary, Reduce),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
    yields_to=("SEQ303",),
)
