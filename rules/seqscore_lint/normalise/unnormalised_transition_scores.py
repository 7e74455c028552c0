"""compute_transition_scores used as log-probabilities without normalize_logits=True

## What goes wrong

After greedy search or sampling, generate's scores are processed logits, and compute_transition_scores
gathers them as they are. Only normalize_logits=True makes them log-probabilities.

## Why it matters

The numbers are negative often enough to pass for log-probabilities; summed they carry the partition of
every step.

## When it is fine

After beam search with `beam_indices`, whose scores are log-probabilities already.

## Fix

`compute_transition_scores(sequences, scores, normalize_logits=True)`.

## Sources

- transformers documentation, compute_transition_scores: "normalize_logits (defaults to False): whether to
  normalize the logits (which, for legacy reasons, may be unnormalized)".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seqscore_lint.flow.events import Call, Reporter
from seqscore_lint.normalise._arguments import with_keyword
from seqscore_lint.rule import Fix, Rule

if TYPE_CHECKING:
    import libcst as cst

    from seqscore_lint.codemods import Scope


def check(event: Call, at: Reporter) -> None:
    if event.name != ".compute_transition_scores" or event.result.kind != "logit":
        return
    given = next((k.value for k in event.node.keywords if k.arg == "normalize_logits"), event.node)
    at.report(
        given,
        "after greedy search or sampling these are logits, not log-probs: normalize_logits=True",
        event.result,
    )


def _rewrite(node: cst.CSTNode, scope: Scope) -> cst.CSTNode | None:
    """``False`` as True, or the call with the missing argument."""
    import libcst as cst

    if isinstance(node, cst.Name):
        return cst.Name("True") if node.value == "False" else None
    if not isinstance(node, cst.Call) or any(arg.star for arg in node.args):
        return None
    if len(node.args) > _POSITION and node.args[_POSITION].keyword is None:
        return None
    return with_keyword(node, "normalize_logits", "True")


_POSITION = 3
"""Where normalize_logits stands among the arguments."""

FIX = Fix("unsafe", "Add `normalize_logits=True`", _rewrite)

WRONG = (
    """
def generated_logprob(model, ids):
    out = model.generate(ids, do_sample=False, output_scores=True, return_dict_in_generate=True)
    ts = model.compute_transition_scores(out.sequences, out.scores)  # <- SEQ111
    return ts.sum(-1)
""",
    """
import numpy as np

def confidence(lm, tok, prompt):
    enc = tok(prompt, return_tensors="pt")
    gen = lm.generate(**enc, max_new_tokens=20, output_scores=True, return_dict_in_generate=True)
    scores = lm.compute_transition_scores(gen.sequences, gen.scores, normalize_logits=False)  # <- SEQ111
    return np.exp(scores.numpy())
""",
    """
class Scorer:
    def __init__(self, model):
        self.model = model

    def score(self, ids):
        result = self.model.generate(ids, return_dict_in_generate=True, output_scores=True, do_sample=True)
        return self.model.compute_transition_scores(  # <- SEQ111
            result.sequences,
            result.scores,
        )
""",
)

RIGHT = (
    """
def generated_logprob(model, ids):
    out = model.generate(ids, do_sample=False, output_scores=True, return_dict_in_generate=True)
    return model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True).sum(-1)
""",
    """
def beam_logprob(model, ids):
    out = model.generate(ids, num_beams=4, output_scores=True, return_dict_in_generate=True)
    return model.compute_transition_scores(out.sequences, out.scores, out.beam_indices).sum(-1)
""",
    """
def scores(model, out, normalize):
    return model.compute_transition_scores(out.sequences, out.scores, normalize_logits=normalize)
""",
)

RULE = Rule("SEQ111", (("compute_transition_scores",),), (Call,), check, WRONG, RIGHT, __doc__ or "", FIX)
