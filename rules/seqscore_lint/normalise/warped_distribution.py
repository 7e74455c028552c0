"""Temperature, top-k, top-p or penalty-processed distribution reported as the model's probability

## What goes wrong

The processors of sampling change the distribution: a temperature sharpens it, top-k and top-p give the
survivors all of the mass, penalties move logits. Log-probabilities taken afterwards are those of the
sampler.

## Why it matters

Confidences are too high, likelihoods of rare tokens are -inf, and two runs with other sampling settings
cannot be compared. A perplexity at T = 0.7 is not the model's.

## When it is fine

The behaviour policy's log-probability in reinforcement learning; distillation, calibration and sampling,
where the temperature is the method.

## Fix

Use the logits as they come: `output_logits=True`, a forward pass without the temperature, raw log-probs of
the server.

## Sources

- transformers documentation: `scores` are processed, `logits` are raw.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow.events import Assign, Call, Loss, Normalise, Reporter, Show
from seqscore_lint.flow.values import LIKELY, MISSING, Value
from seqscore_lint.rule import Rule

_OWN = re.compile(
    r"log[-_ ]?lik|likelihood|perplex|\bppl\b|\bnll\b|model'?s?[-_ ](?:own )?(?:log|prob|likel|conf)|"
    r"p_?model|log[-_ ]?p_?model|evaluat|\beval|valid|"
    r"bits|score|confidence|log[-_ ]?prob|token_prob|surprisal|probability (?:of|under)",
    re.IGNORECASE,
)
_METHOD = re.compile(
    r"distil|calibrat|platt|teacher|student|sampling\b|gumbel|contrastive|infonce|clip_loss|policy|"
    r"behaviou?r|ppo|grpo|reinforce|rollout|"
    r"\bpg_|temperature[-_ ]scal|anneal|soft(?:en|ened)|entropy|kl\b|sharpen|importance|simclr|"
    r"retriev|similarit|tempered|at temperature|decod",
    re.IGNORECASE,
)

_WARPERS = frozenset({"temperature", "top_k", "top_p", "min_p", "typical_p", "repetition_penalty"})
_MODELS = re.compile(
    r"p_?model|model'?s (?:own )?(?:log|prob|likel)|under the (?:language )?model\b", re.IGNORECASE
)

_PROMISED = re.compile(
    r"(?:^|_)(?:p_?model$|model_?(?:log_?)?(?:p$|prob|lik)|(?:raw|untempered|base|unwarped)_(?:log_?)?(?:p$|prob))",
    re.IGNORECASE,
)
"""Names of what is the model's own, however the tokens were drawn."""
_NORMALISED = frozenset({"logprob", "prob", "nll"})
_HOLDING = _NORMALISED | {"list"}


def _normaliser(value: Value) -> ast.AST | None:
    """Where the logits of a number were normalised."""
    if (value.parts and value.parts[0].kind == "logit") or (value.has("transition") and not value.reduced):
        return value.made
    held = (*value.parts, *([value.elem] if value.elem is not None else []))
    return next(filter(None, (_normaliser(part) for part in held if part.kind in _HOLDING)), None)


def _is_neutral(x: Value) -> bool:
    """Whether the temperature is 1 by default or constantly."""
    divisor = x.parts[1] if len(x.parts) > 1 else None
    return divisor is not None and divisor.const is not MISSING and divisor.const in (1, 1.0)


def check(event: Normalise | Loss | Call | Assign | Show, at: Reporter) -> None:
    if isinstance(event, Call):
        _transitions(event, at)
        return
    if isinstance(event, (Assign, Show)):
        if _PROMISED.search(event.name) and event.value.kind in _NORMALISED and event.value.has("warped"):
            _report(_normaliser(event.value) or event.node, event.value, at)
        return
    x = event.x
    if x.kind != "logit" or not x.has("warped") or _is_neutral(x):
        return
    if x.domain != "generate" and _is_asked_for(x, at):
        return
    intent = _intent(at)
    if isinstance(event, Loss):
        own = (
            event.function == "cross_entropy"
            and bool(_OWN.search(f"{intent} {at.module.doc}"))
            and not at.module.says(r"distill|contrastive|InfoNCE|CLIP")
        )
    elif x.domain == "generate":
        own = event.function == "log_softmax" or bool(_OWN.search(intent))
    else:
        own = bool(_OWN.search(intent)) and not _samples(at)
    # A file about sampling may still say of one number that it is the model's.
    around = "" if _MODELS.search(intent) else at.module.doc
    if own and not _METHOD.search(f"{intent} {around}"):
        _report(event.node, x, at)


def _transitions(event: Call, at: Reporter) -> None:
    """Normalised transition scores after sampling with a temperature and the like."""
    if (
        event.name != ".compute_transition_scores"
        or event.result.kind != "logprob"
        or not event.result.has("warped")
    ):
        return
    scores = event.keywords.get("scores") or (event.args[1] if len(event.args) > 1 else None)
    generated = scores.ref if scores is not None and isinstance(scores.ref, Value) else None
    options = generated.ref if generated is not None and isinstance(generated.ref, dict) else {}
    intent = _intent(at)
    if options.keys() & _WARPERS and _OWN.search(intent) and not _METHOD.search(intent):
        _report(event.node, event.result, at)


def _intent(at: Reporter) -> str:
    return f"{at.function.owner} {at.function.name.replace('_', ' ')} {at.function.name} {at.function.doc}"


def _is_asked_for(x: Value, at: Reporter) -> bool:
    """Whether the caller chooses the temperature: a parameter, not a constant or a setting."""
    return any(name in ("temperature", "temp", "tau", "T", "t") for name in at.function.parameters)


def _samples(at: Reporter) -> bool:
    return any(word in at.module.lower for word in ("multinomial", "categorical(", "random.choice", "gumbel"))


def _report(node: ast.AST, x: Value, at: Reporter) -> None:
    at.report(
        node,
        "the sampler's distribution (temperature, top-k, top-p, penalties) is taken for the model's: "
        "use the raw logits",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
def sample(tok, lm, text):
    enc = tok(text, return_tensors="pt")
    out = lm.generate(**enc, do_sample=True, temperature=0.5, return_dict_in_generate=True, output_scores=True)
    steps = lm.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)  # <- SEQ110
    return {"text": text, "model_logprob": steps[0].sum().item()}
""",
    """
import torch
from transformers.generation import LogitsProcessorList, MinPLogitsWarper

shape = LogitsProcessorList([MinPLogitsWarper(0.1)])

def loglik(model, ids):
    z = shape(ids[:, 1:], model(ids).logits[0, :-1])
    lp = z.log_softmax(-1)  # <- SEQ110
    return lp.gather(1, ids[0, 1:, None]).sum()
""",
    """
import torch

def draw(lm, ids, temperature):
    warped = lm(ids).logits[0, -1] / temperature
    p = torch.softmax(warped, dim=-1)  # <- SEQ110
    token = torch.multinomial(p, 1)
    return {"token": token.item(), "model_prob": p[token].item()}
""",
    """
import torch

def generated_loglik(model, ids):
    options = dict(do_sample=True, temperature=0.6, top_p=0.9)
    out = model.generate(ids, **options, output_scores=True, return_dict_in_generate=True)
    lp = torch.stack(out.scores, dim=1).log_softmax(-1)  # <- SEQ110
    new = out.sequences[:, ids.shape[1]:]
    return lp.gather(-1, new.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
def answer_logprob(model, ids):
    out = model.generate(ids, do_sample=True, top_k=50, output_scores=True, return_dict_in_generate=True)
    ts = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)  # <- SEQ110
    return ts.sum(-1)
""",
    """
import torch.nn.functional as F

def validation_perplexity(model, ids):
    z = model(ids).logits[:, :-1] / 0.7
    return F.cross_entropy(z.flatten(0, 1), ids[:, 1:].flatten()).exp()  # <- SEQ110
""",
    """
import torch
from transformers import LogitsProcessorList, TopKLogitsWarper

processors = LogitsProcessorList([TopKLogitsWarper(40)])

def log_likelihood(model, ids):
    z = processors(ids, model(ids).logits[:, -1])
    return torch.log_softmax(z, dim=-1)  # <- SEQ110
""",
    """
import torch
from dataclasses import dataclass, field

@dataclass
class Record:
    ids: list = field(default_factory=list)
    model_logprobs: list = field(default_factory=list)

def draw(lm, ids, record, steps=20):
    for _ in range(steps):
        z = lm(ids).logits[0, -1] / 0.7
        lp = z.log_softmax(-1)  # <- SEQ110
        token = torch.multinomial(lp.exp(), 1)
        record.model_logprobs.append(lp[token].item())
        ids = torch.cat([ids, token[None]], dim=1)
    return record
""",
)

RIGHT = (
    """
import torch
import torch.nn.functional as F
from torch import nn

class Scaler(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_t = nn.Parameter(torch.zeros(()))

    def forward(self, logits):
        return logits / self.log_t.exp()

def evaluate(scaler, logits, labels):
    scaled = Scaler()(logits)
    return F.nll_loss(scaled.log_softmax(1), labels), scaled.softmax(1).max(1).values
""",
    """
import torch
from torch import nn

class Head(nn.Module):
    def __init__(self, lm):
        super().__init__()
        self.lm, self.temperature = lm, nn.Parameter(torch.ones(1) * 1.5)

    def log_likelihood(self, ids):
        z = self.lm(ids[:, :-1]).logits
        lp = torch.log_softmax(z / self.temperature.unsqueeze(-1), dim=-1)
        return lp.gather(-1, ids[:, 1:, None]).sum(dim=(1, 2))
""",
    """
import torch

def draw(lm, ids, temperature):
    raw = lm(ids).logits[0, -1]
    token = torch.multinomial(torch.softmax(raw / temperature, dim=-1), 1)
    return {"token": token.item(), "model_logprob": raw.log_softmax(-1)[token].item()}
""",
    """
def answer_logprob(model, ids):
    out = model.generate(ids, do_sample=True, output_scores=True, return_dict_in_generate=True)
    return model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True).sum(-1)
""",
    """
import torch

def generated_loglik(model, ids):
    out = model.generate(ids, temperature=0.6, output_logits=True, return_dict_in_generate=True)
    lp = torch.stack(out.logits, dim=1).log_softmax(-1)
    new = out.sequences[:, ids.shape[1]:]
    return lp.gather(-1, new.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
import torch
import torch.nn.functional as F

def distillation_loss(student_logits, teacher_logits, T=2.0):
    p = F.softmax(teacher_logits / T, dim=-1)
    return F.kl_div(F.log_softmax(student_logits / T, dim=-1), p, reduction="batchmean") * T * T
""",
    """
import torch

def sample_next(logits, temperature):
    probs = torch.softmax(logits[:, -1] / temperature, dim=-1)
    return torch.multinomial(probs, 1)
""",
    """
import torch.nn.functional as F

def calibrated_nll(logits, labels, temperature):
    return F.cross_entropy(logits / temperature, labels)
""",
    """
import torch.nn.functional as F

def validation_perplexity(model, ids):
    z = model(ids).logits[:, :-1]
    return F.cross_entropy(z.flatten(0, 1), ids[:, 1:].flatten()).exp()
""",
    """
import torch

def draw(lm, ids, record, steps=20):
    for _ in range(steps):
        raw = lm(ids).logits[0, -1]
        token = torch.multinomial((raw / 0.7).softmax(-1), 1)
        record.model_logprobs.append(raw.log_softmax(-1)[token].item())
        record.sampler_logprobs.append((raw / 0.7).log_softmax(-1)[token].item())
        ids = torch.cat([ids, token[None]], dim=1)
    return record
""",
)

RULE = Rule(
    "SEQ110",
    (
        ("softmax", "Softmax", "cross_entropy", "CrossEntropy", "compute_transition_scores"),
        ("temp", "top_k", "top_p", "penalty", "Warper", "Processor", "/"),
    ),
    (Normalise, Loss, Call, Assign, Show),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
