"""Log-probabilities divided by a temperature and never renormalised

## What goes wrong

log p / T is not the log-probability at temperature T: exp of it does not sum to 1 over the vocabulary. The
temperature belongs to the logits, before the softmax.

## Why it matters

With T below 1 every token looks less likely than it is, with T above 1 more; ratios between policies that
were computed in different ways are off by the length times the mean.

## When it is fine

When the full distribution is divided and normalised again; a scale factor in an aggregation that is called
one.

## Fix

`log_softmax(logits / T, -1)`.

## Sources

- log p_T(v) = z_v / T - logsumexp(z / T).
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Assign, Elementwise, Loss, Mask, Reduce, Reporter, Return, Select, Store
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def check(event: Elementwise | Loss | Reduce | Return | Select | Mask | Store | Assign, at: Reporter) -> None:
    if isinstance(event, Assign) and not isinstance(event.node, ast.Attribute):
        return  # what is only called something may yet be normalised
    if isinstance(event, Loss) and event.target.has("tempered"):
        x = event.target  # a teacher's distribution
    else:
        x = event.value if isinstance(event, (Return, Store, Assign)) else event.x
        x = x.elem if x.kind == "list" and x.elem is not None else x
    if x.kind != "logprob" or not x.has("tempered") or x.has("over-candidates") or x.made is None:
        return
    if x.reduced:
        return  # told where it was reduced
    if isinstance(event, (Return, Store, Assign, Mask)) and x.pick != "chosen":
        return
    if isinstance(event, Elementwise) and (event.function != "exp" or _normalises_again(at)):
        return
    at.report(
        _divided(x).made or x.made,
        "log-probs divided by a temperature do not normalise: divide the logits, then log_softmax",
        x,
        trust=LIKELY,
    )


def _divided(x: Value) -> Value:
    """The quotient that a tempered log-prob goes back to."""
    while (before := next((part for part in x.parts if part.has("tempered")), None)) is not None:
        x = before
    return x


def _normalises_again(at: Reporter) -> bool:
    """Whether the function divides by a sum, or draws from what it made, which needs no sum of 1."""
    for part in ast.walk(at.function.node):
        if isinstance(part, ast.Attribute) and part.attr in (
            "multinomial",
            "Categorical",
            "categorical",
            "choice",
            "choices",
        ):
            return True
        divisor = (
            part.right
            if isinstance(part, ast.BinOp)
            else part.value
            if isinstance(part, ast.AugAssign)
            else None
        )
        if divisor is not None and isinstance(part.op, ast.Div) and _is_sum(divisor, at):  # type: ignore[attr-defined]
            return True
    return False


def _is_sum(node: ast.AST, at: Reporter) -> bool:
    if isinstance(node, ast.Call):
        function = node.func
        return getattr(function, "attr", "") == "sum" or getattr(function, "id", "") == "sum"
    return (
        isinstance(node, ast.Name)
        and (value := at.lookup(node.id)) is not None
        and value.has("mass", "summed", "reduced")
    )


WRONG = (
    """
from torch import nn

class Criterion(nn.Module):
    def __init__(self, temperature):
        super().__init__()
        self.normalise = nn.LogSoftmax(dim=-1)
        self.nll = nn.NLLLoss()
        self.temperature = temperature

    def forward(self, logits, labels):
        scaled = self.normalise(logits) / self.temperature  # <- SEQ109
        return self.nll(scaled.flatten(0, 1), labels.flatten())
""",
    """
import numpy as np

def normalised(z):
    top = z.max()
    return z - top - np.log(np.exp(z - top).sum())

def extend(advance, state, prefixes, tau):
    '''advance(state, token) -> ((V,) scores of what may follow, state)'''
    grown = []
    for tokens, total in prefixes:
        z, state = advance(state, tokens[-1])
        lp = normalised(z) / tau  # <- SEQ109
        for token in np.argsort(lp)[-4:]:
            grown.append((tokens + [int(token)], total + lp[token]))
    return grown
""",
    """
import torch

def sampled_logprobs(policy_logits, drawn, tau):
    full = policy_logits.log_softmax(-1)
    return full.gather(-1, drawn.unsqueeze(-1)).squeeze(-1) / tau  # <- SEQ109

def report(rollout, tau):
    counts = rollout["mask"].float()
    told = sampled_logprobs(rollout["logits"], rollout["drawn"], tau)
    return {"mean": ((told * counts).sum() / counts.sum().clamp(min=1)).item()}
""",
    """
import torch

def logp_of_actions(logits, actions, tau):
    lp = torch.log_softmax(logits, -1).gather(-1, actions.unsqueeze(-1)).squeeze(-1)
    return lp / tau  # <- SEQ109

def log(batch, tau):
    lp = logp_of_actions(batch["logits"], batch["actions"], tau)
    kept = batch["kept"].float()
    return {"logp": float((lp * kept).sum() / kept.sum().clamp(min=1))}
""",
    """
from dataclasses import dataclass, field

@dataclass
class Episode:
    n_prompt: int
    policy_lps: list[float] = field(default_factory=list)

class Client:
    def __init__(self, tau=0.7):
        self.tau = tau

    def annotate(self, episode: Episode, meta):
        reply = meta["input_token_logprobs"][episode.n_prompt:]
        episode.policy_lps = [lp / self.tau for lp, _, _ in reply]  # <- SEQ109
""",
    """
import torch
import torch.nn.functional as F

def distil(student_logits, teacher_logits, T):
    wanted = torch.log_softmax(teacher_logits.detach(), dim=-1) / T  # <- SEQ109
    return F.kl_div(F.log_softmax(student_logits / T, -1), wanted, reduction="batchmean", log_target=True)
""",
    """
import torch

class Distillation(torch.nn.Module):
    def __init__(self, heat=4.0):
        super().__init__()
        self.heat = heat
        self.divergence = torch.nn.KLDivLoss(reduction="batchmean", log_target=True)

    def forward(self, small, big):
        ours = small.log_softmax(-1) / self.heat  # <- SEQ109
        return self.divergence(ours, (big / self.heat).log_softmax(-1))
""",
    """
from torch.nn.functional import log_softmax

class Behaviour(dict):
    def put(self, key, policy, ids, mask):
        lp = log_softmax(policy(ids, attention_mask=mask).logits[:, :-1], dim=2)
        lp = lp.gather(2, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
        lp /= self.tau  # <- SEQ109
        self[key] = lp.masked_fill(mask[:, 1:] == 0, 0.0)
""",
    """
import torch

def score(logits, ids, temperature):
    lp = torch.log_softmax(logits, dim=-1)
    lp = lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    lp = lp / temperature  # <- SEQ109
    return lp.sum(-1)
""",
    """
import torch

def token_logprobs(model, ids, T):
    lp = model(ids).logits[:, :-1].log_softmax(-1) / T  # <- SEQ109
    return lp.gather(-1, ids[:, 1:, None]).squeeze(-1)
""",
    """
import torch

def logps(logits, labels, temp=0.7):
    out = torch.log_softmax(logits, -1).gather(-1, labels[..., None]).squeeze(-1)
    out /= temp  # <- SEQ109
    return out
""",
    """
import torch

def score(logits, ids, temperature):
    scaled = torch.log_softmax(logits, dim=-1) * (1 / temperature)  # <- SEQ109
    return scaled.gather(-1, ids.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
)

RIGHT = (
    """
import numpy as np

def normalised(z):
    top = z.max()
    return z - top - np.log(np.exp(z - top).sum())

def extend(advance, state, prefixes, tau):
    '''advance(state, token) -> ((V,) scores of what may follow, state)'''
    grown = []
    for tokens, total in prefixes:
        z, state = advance(state, tokens[-1])
        lp = normalised(z / tau)
        for token in np.argsort(lp)[-4:]:
            grown.append((tokens + [int(token)], total + lp[token]))
    return grown
""",
    """
import torch
import torch.nn.functional as F

def distil(student_logits, teacher_logits, T):
    wanted = torch.log_softmax(teacher_logits.detach() / T, dim=-1)
    return F.kl_div(F.log_softmax(student_logits / T, -1), wanted, reduction="batchmean", log_target=True) * T**2
""",
    """
import torch

def score(logits, ids, temperature):
    lp = torch.log_softmax(logits / temperature, dim=-1)
    return lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
import torch

def sharpen(logprobs, temperature):
    return torch.log_softmax(logprobs / temperature, dim=-1)
""",
    """
import torch

def draw(logits, temperature):
    lp = torch.log_softmax(logits, dim=-1)
    return torch.multinomial((lp / temperature).exp(), 1)
""",
    """
import torch

def sharpened(logits, T):
    weights = (torch.log_softmax(logits, dim=-1) / T).exp()
    return weights / weights.sum(-1, keepdim=True)
""",
    """
def mean_logprob(token_logprobs, count):
    return sum(token_logprobs) / count
""",
)

RULE = Rule(
    "SEQ109",
    (("/", "div"), ("softmax", "Softmax", "logp", "lp", "log_prob"), ("temp", "tau", "T", "0.", "1.")),
    (Elementwise, Loss, Reduce, Return, Select, Mask, Store, Assign),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
