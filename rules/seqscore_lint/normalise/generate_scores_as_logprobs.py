"""generate(...).scores gathered, summed or averaged without log_softmax

## What goes wrong

`scores` are the logits of each generated step after the processors (temperature, top-k, penalties), except
for beam search. Taken as log-probabilities they carry the partition of every step.

## Why it matters

The sum of the gathered scores is reported as the log-probability of the generated text, and answers are
selected by it.

## When it is fine

After log_softmax; after beam search, where they are log-probabilities.

## Fix

`torch.stack(out.scores, 1).log_softmax(-1)`, or compute_transition_scores with normalize_logits=True; for
the model's own distribution use `output_logits=True`.

## Sources

- transformers documentation, GenerateDecoderOnlyOutput: scores are "processed prediction scores of the
  language modeling head (scores for each vocabulary token before SoftMax)".
"""

from __future__ import annotations

from seqscore_lint.flow.events import Elementwise, Reduce, Reporter, Return
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def _is_step(x: Value) -> bool:
    """Entries of the processed logits of a generated step; raw logits are another rule's."""
    return (
        x.kind == "logit"
        and x.domain == "generate"
        and not x.has("transition", "raw")
        and x.pick in ("chosen", "max")
        and not x.reduced
    )


def check(event: Reduce | Return | Elementwise, at: Reporter) -> None:
    if isinstance(event, Return):
        x = event.value.elem if event.value.kind == "list" and event.value.elem is not None else event.value
        if _is_step(x) and "logit" not in at.function.name:
            _report(event, x, at)
    elif isinstance(event, Elementwise):
        if event.function in ("exp", "negate") and _is_step(event.x):
            _report(event, event.x, at)
    elif event.operation in ("sum", "mean", "prod") and _is_step(event.x) and "V" not in event.axis_name:
        _report(event, event.x, at)


def _report(event: Reduce | Return | Elementwise, x: Value, at: Reporter) -> None:
    at.report(
        event.node,
        "scores of generate are processed logits, not log-probs: log_softmax over the vocabulary first",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import torch

def generated_score(model, ids):
    out = model.generate(ids, output_scores=True, return_dict_in_generate=True)
    new = out.sequences[:, ids.shape[1]:]
    step = torch.stack(out.scores, dim=1)
    picked = step.gather(-1, new.unsqueeze(-1)).squeeze(-1)
    return picked.sum(-1)  # <- SEQ112
""",
    """
def answer_score(model, ids):
    gen = model.generate(ids, max_new_tokens=5, output_scores=True, return_dict_in_generate=True)
    new = gen.sequences[0, ids.shape[1]:]
    total = 0.0
    for step, tok in zip(gen.scores, new):
        total += step[0, tok].item()  # <- SEQ112
    return total
""",
    """
def mean_score(model, enc):
    out = model.generate(**enc, output_scores=True, return_dict_in_generate=True)
    best = [s.max(dim=-1).values for s in out.scores]
    return sum(best) / len(best)  # <- SEQ112
""",
)

RIGHT = (
    """
import torch

def generated_score(model, ids):
    out = model.generate(ids, output_scores=True, return_dict_in_generate=True)
    new = out.sequences[:, ids.shape[1]:]
    lp = torch.stack(out.scores, dim=1).log_softmax(-1)
    return lp.gather(-1, new.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
def argmax_tokens(model, ids):
    out = model.generate(ids, output_scores=True, return_dict_in_generate=True)
    return [s.argmax(-1) for s in out.scores]
""",
    """
import torch

def beam_steps(model, ids):
    out = model.generate(ids, num_beams=4, output_scores=True, return_dict_in_generate=True)
    return torch.stack(out.scores, dim=1).max(-1).values
""",
)

RULE = Rule(
    "SEQ112",
    (("generate",), ("scores", "logits")),
    (Reduce, Return, Elementwise),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
