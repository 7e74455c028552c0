"""A mean loss times N tokens, or a sum over N-1 of them divided by N

## What goes wrong

A causal model scores every token but the first: a sequence of N tokens has N-1 log-probabilities. `.loss`
with `labels=input_ids` is the mean over those N-1, so `loss * input_ids.shape[1]` is N/(N-1) times the
negative log-likelihood. A sum over the shifted log-probs divided by N is a mean that is too small by the
same factor.

## Why it matters

The error is 11 % for ten tokens and 1 % for a hundred: it decides comparisons of short texts and mis-weights
the documents of a corpus.

## When it is fine

Models that don't shift (encoder-decoder, nanoGPT targets), a BOS token that N doesn't count, and a factor
that divides again later and cancels.

## Fix

N-1, or the count of the targets themselves: `(labels[:, 1:] != -100).sum()`. Not rewritten: whether the
tokens include BOS, and whether the factor cancels in a caller, isn't visible.

## Sources

- huggingface/transformers issue 22348 (the perplexity guide), issue 1009.
- kimiyoung/transformer-xl issue 131.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Binary, Reporter
from seqscore_lint.flow.values import LIKELY, WHOLE, ZERO, Span, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule


def check(event: Binary, at: Reporter) -> None:
    if event.operation == "*":
        for loss, factor, node in (
            (event.left, event.right, _side(event, "right")),
            (event.right, event.left, _side(event, "left")),
        ):
            if factor.ref == "negative" and factor.parts:
                factor = factor.parts[0]
            if (
                _is_shifted_mean(loss)
                and _is_whole_length(factor, loss)
                and not _cancels(at, event.node, node)
            ):
                at.report(
                    event.node,
                    "a mean over N-1 scored tokens is multiplied by N, the length of the input: one token "
                    "too many",
                    loss,
                    factor,
                    trust=LIKELY,
                )
    elif event.operation == "/" and (
        (_is_shifted_sum(event.left) and _is_whole_length(event.right, event.left))
        or _adds_up_one_less(event, at)
    ):
        at.report(
            event.node,
            "a sum over N-1 shifted log-probs is divided by N, the length of the input: divide by N-1",
            event.left,
            event.right,
            trust=LIKELY,
        )


def _side(event: Binary, side: str) -> ast.AST | None:
    node = event.node
    return getattr(node, side, None) if isinstance(node, ast.BinOp) else None


def _is_shifted_mean(value: Value) -> bool:
    """The mean loss of a causal model over its own input, or of logits against targets cut by one."""
    if (
        value.kind not in ("nll", "logprob")
        or value.reduced != "mean"
        or not value.has("mean-loss")
        or value.has("-100", "scaled")
    ):
        return False
    if value.has("model-loss"):
        labels = _labels(value)
        return labels is not None and value.domain not in ("seq2seq", "masked", "classifier")
    return _cut_by_one(value)


def _labels(value: Value) -> Value | None:
    """The labels of a model's loss where they are the input itself."""
    for part in contract.chain(value, 3):
        if part.has("model-loss") and len(part.parts) == 2:
            inputs, labels = part.parts
            return (
                labels
                if inputs.kind == "ids"
                and (labels.vn == inputs.vn or labels.origin == inputs.origin)
                and not labels.has("-100")
                else None
            )
    return None


def _is_shifted_sum(value: Value) -> bool:
    whole = not value.outer or (value.outer == "sum" and value.has("merged-batch"))
    return value.kind in ("nll", "logprob") and value.reduced == "sum" and whole and _cut_by_one(value)


def _cut_by_one(value: Value) -> bool:
    """Whether its tokens are all of a sequence but the first."""
    span = value.span
    return span is not None and span.start.symbol is None and span.start.const == 1 and span.stop is None


def _is_whole_length(length: Value, score: Value) -> bool:
    """Whether it counts every token of the sequence that was scored."""
    if length.kind != "length" or (length.pos is not None and length.pos.const != 0) or not length.parts:
        return False
    counted, measure = length.parts[0], str(length.ref)
    scored = _input(score)
    itself = scored is not None and scored.vn == counted.vn  # however it was cut
    whole = counted.span is None or counted.span in (WHOLE, Span(ZERO, None))
    if not itself and (not whole or counted.has("cut-front", "cut-back")):
        return False
    if counted.kind == "mask" and counted.has("attention") and score.has("attention-masked"):
        return True
    origin = score.origin if scored is None else scored.origin
    if not counted.known:  # measured before a model was called on it
        mine = origin is not None and origin in (counted.vn, counted.origin)
        return mine and measure.startswith("size:") and measure != "size:0"
    if score.has("zeroed"):
        return False  # divided by the padded width: padding in the length
    if counted.kind not in ("ids", "mask") or not (
        measure in ("len", "numel", "count") or measure.startswith("size:T")
    ):
        return False
    return origin is not None and counted.origin == origin


def _input(score: Value) -> Value | None:
    """What a model was given whose loss it is."""
    if not score.has("model-loss"):
        return None
    losses = (p for p in contract.chain(score, 3) if p.has("model-loss") and len(p.parts) == 2)
    return next((loss.parts[0] for loss in losses), None)


def _adds_up_one_less(event: Binary, at: Reporter) -> bool:
    """A loop over ``range(n - 1)``, ``range(1, n)`` or ``ids[1:]`` adds up what is divided by n."""
    node, made = event.node, event.left.made
    if (
        not isinstance(node, ast.BinOp)
        or not isinstance(made, (ast.AugAssign, ast.BinOp))
        or event.right.kind != "length"
        or event.left.outer
    ):
        return False
    if event.right.pos is not None and event.right.pos.const != 0:
        return False
    loop = next((a for a in at.module.ancestors(made) if isinstance(a, ast.For)), None)
    divisors = {ast.unparse(node.right), ast.unparse(contract.resolved(node.right, at))}
    for call in ast.walk(loop.iter) if loop is not None else ():
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range":
            stop, start = call.args[-1], call.args[0] if len(call.args) > 1 else None
            if (
                start is not None
                and isinstance(start, ast.Constant)
                and start.value == 1
                and ast.unparse(stop) in divisors
            ):
                return True
            if (
                start is None
                and isinstance(stop, ast.BinOp)
                and isinstance(stop.op, ast.Sub)
                and ast.unparse(stop.right) == "1"
            ):
                return ast.unparse(stop.left) in divisors
        if isinstance(call, ast.Subscript) and ast.unparse(call.slice) == "1:":
            return f"len({ast.unparse(call.value)})" in divisors
    return False


def _cancels(at: Reporter, node: ast.AST, factor: ast.AST | None) -> bool:
    """Whether the same factor, or a total of such factors, divides later."""
    if factor is None:
        return False
    names = contract.named(factor) - {"shape", "size", "item", "input_ids", "len", "numel", "sum"}
    spelled = ast.unparse(factor)
    holder = at.function.node
    for part in ast.walk(holder):
        if (
            isinstance(part, ast.AugAssign)
            and isinstance(part.op, ast.Add)
            and ast.unparse(part.value) == spelled
        ):
            names = names | {ast.unparse(part.target)}
    for part in ast.walk(holder):
        divisor: ast.AST | None = None
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div):
            divisor = part.right
        elif isinstance(part, ast.AugAssign) and isinstance(part.op, ast.Div):
            divisor = part.value
        if divisor is not None and (contract.named(divisor) & names or _holds(divisor, factor)):
            return True
    return False


def _holds(divisor: ast.AST, factor: ast.AST) -> bool:
    """Whether a factor is in a divisor, as a whole: ``n`` is not in ``len(means)``."""
    if isinstance(factor, ast.Name):
        return factor.id in contract.named(divisor)
    return ast.unparse(factor) in ast.unparse(divisor)


WRONG = (
    """
import torch

def mean_nll(model, input_ids):
    logp = torch.log_softmax(model(input_ids).logits[:, :-1], dim=-1)
    chosen = logp.gather(-1, input_ids[:, 1:, None])
    return -chosen.sum() / len(input_ids[0])  # <- SEQ403
""",
    """
import torch

def stored_logprob(lm, row, filled):
    x = torch.from_numpy(row[:filled])[None]
    loss = lm(x, labels=x).loss
    return -loss.item() * x.shape[1]  # <- SEQ403
""",
    """
from collections import defaultdict
import torch

@torch.no_grad()
def by_language(model, tokenizer, rows):
    nats, scored, means = defaultdict(float), defaultdict(int), []
    for row in rows:
        ids = tokenizer(row["text"], return_tensors="pt").input_ids
        n = ids.size(1)
        loss = model(ids.cuda(), labels=ids.cuda()).loss.item()
        nats[row["lang"]] += loss * n  # <- SEQ403
        scored[row["lang"]] += n - 1
        means.append(loss)
    print("over languages", sum(means) / len(means))
    return {lang: nats[lang] / scored[lang] for lang in nats}
""",
    """
def summary(model, docs):
    totals = []
    for ids in docs:
        length = ids.shape[1]
        totals.append(model(ids, labels=ids).loss.item() * length)  # <- SEQ403
    return sum(totals), sum(totals) / len(docs)
""",
    """
def compare(model, ids, other):
    t = ids.size(-1)
    total = model(input_ids=ids, labels=ids).loss * t  # <- SEQ403
    share = other.count / other.total
    return total, share
""",
    """
def nll_per_token(step, ids):
    nll = 0.0
    for t in range(len(ids) - 1):
        nll -= step(ids[: t + 1])[ids[t + 1]]
    return nll / len(ids)  # <- SEQ403
""",
    """
def total_logprob(model, ids):
    n = len(ids[0])
    loss = model(ids, labels=ids).loss
    return -n * loss.item()  # <- SEQ403
""",
    """
from transformers import AutoModelForCausalLM

def loglikelihood(name, input_ids):
    model = AutoModelForCausalLM.from_pretrained(name)
    loss = model(input_ids, labels=input_ids).loss
    return -loss.item() * input_ids.shape[1]  # <- SEQ403
""",
    """
from transformers import GPT2LMHeadModel

def total_nll(path, tokenizer, text):
    model = GPT2LMHeadModel.from_pretrained(path)
    enc = tokenizer(text, return_tensors="pt")
    out = model(**enc, labels=enc["input_ids"])
    n = enc["input_ids"].size(1)
    return out.loss * n  # <- SEQ403
""",
    """
import torch

def mean_logprob(model, input_ids):
    logp = torch.log_softmax(model(input_ids).logits[:, :-1], dim=-1)
    chosen = logp.gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.sum(-1) / input_ids.shape[1]  # <- SEQ403
""",
    """
import torch.nn.functional as F

def total_nll(model, ids):
    logits = model(ids).logits
    loss = F.cross_entropy(logits[:, :-1].transpose(1, 2), ids[:, 1:])
    return loss.item() * ids.numel()  # <- SEQ403
""",
    """
import torch

def mean_logprob(model, ids, attention_mask):
    logp = torch.log_softmax(model(ids, attention_mask=attention_mask).logits[:, :-1], -1)
    chosen = logp.gather(-1, ids[:, 1:, None]).squeeze(-1)
    return chosen.sum(-1) / len(ids[0])  # <- SEQ403
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

class Scorer:
    loader = None

    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = self.loader.from_pretrained(name).eval()

class Causal(Scorer):
    loader = AutoModelForCausalLM

    def loglik(self, text):
        ids = self.tok(text, return_tensors="pt").input_ids
        return -self.net(ids, labels=ids).loss * ids.shape[1]  # <- SEQ403
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

class Base:
    def __init__(self, name, cls):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = cls.from_pretrained(name).eval()

class Causal(Base):
    def __init__(self, name):
        super().__init__(name, AutoModelForCausalLM)

    def loglik(self, text):
        ids = self.tok(text, return_tensors="pt").input_ids
        return -self.net(ids, labels=ids).loss * ids.shape[1]  # <- SEQ403
""",
)

RIGHT = (
    """
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

class Scorer:
    loader = None

    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = self.loader.from_pretrained(name).eval()

class Translator(Scorer):
    loader = AutoModelForSeq2SeqLM

    def loglik(self, source, text):
        ids = self.tok(text_target=text, return_tensors="pt").input_ids
        enc = self.tok(source, return_tensors="pt").input_ids
        return -self.net(enc, labels=ids).loss * ids.shape[1]
""",
    """
import torch.nn.functional as F

def average_logps(prompt_attention_mask, ids, attention_mask, logits):
    width = attention_mask[:, :-1].shape[1]
    prompt = F.pad(prompt_attention_mask[:, 1:], (0, width - prompt_attention_mask.shape[1] + 1))
    mask = attention_mask[:, :-1] > prompt
    logps = logits[:, :-1].log_softmax(-1).gather(2, (mask * ids[:, 1:]).unsqueeze(2)).squeeze(2)
    return (logps * mask).sum(dim=1) / mask.sum(dim=1)

def compare(model, batch):
    chosen, _ = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits.chunk(2)
    return average_logps(
        prompt_attention_mask=batch["prompt_attention_mask"],
        ids=batch["input_ids"].chunk(2)[0],
        attention_mask=batch["attention_mask"].chunk(2)[0],
        logits=chosen,
    )
""",
    """
from transformers import AutoModelForCausalLM

def loglikelihood(name, input_ids):
    model = AutoModelForCausalLM.from_pretrained(name)
    loss = model(input_ids, labels=input_ids).loss
    return -loss.item() * (input_ids.shape[1] - 1)
""",
    """
import torch
from transformers import AutoModelForCausalLM

def perplexity(name, ids, seqlen, n):
    model = AutoModelForCausalLM.from_pretrained(name)
    nlls = []
    for i in range(n):
        batch = ids[:, i * seqlen : (i + 1) * seqlen]
        nlls.append(model(batch, labels=batch).loss * seqlen)
    return torch.exp(torch.stack(nlls).sum() / (n * seqlen))
""",
    """
import torch

def mean_logprob(model, input_ids):
    logp = torch.log_softmax(model(input_ids).logits[:, :-1], dim=-1)
    chosen = logp.gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.sum(-1) / (input_ids.shape[1] - 1)
""",
    """
from transformers import AutoModelForSeq2SeqLM

def loglikelihood(name, source, labels):
    model = AutoModelForSeq2SeqLM.from_pretrained(name)
    return -model(input_ids=source, labels=labels).loss.item() * labels.shape[1]
""",
    """
import torch

def mean_logprob(model, input_ids):
    logp = torch.log_softmax(model(input_ids).logits[:, :-1], dim=-1)
    targets = input_ids[:, 1:]
    chosen = logp.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return chosen.sum(-1) / targets.shape[1]
""",
    """
def corpus_nll(model, batches):
    total, tokens = 0.0, 0
    for ids in batches:
        n = (ids[:, 1:] != -100).sum().item()
        total += model(ids, labels=ids).loss.item() * n
        tokens += n
    return total / tokens
""",
)

RULE = Rule(
    "SEQ403",
    (contract.LOSS_WORDS, ("len(", "shape", "size(", "numel", ".sum(")),
    (Binary,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
