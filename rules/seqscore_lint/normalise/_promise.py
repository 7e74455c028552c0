"""What a function says that it reports: the model's own probability, or something else that looks like it."""

from __future__ import annotations

import re

from seqscore_lint.flow.events import Reporter
from seqscore_lint.reduce import _contract as contract

_SCORE = re.compile(
    r"log[-_ ]?prob|log[-_ ]?p(?:s|\b|_)|log[-_ ]?lik|likelihood|\bll\b|perplex|\bppl|_ppl|\bnll|_nll|surprisal|bits[-_ ]per|cross[-_ ]?entropy", re.IGNORECASE
)
_MODELS = re.compile(
    r"model'?s? (?:own )?(?:log[-_ ]?)?prob|model (?:assigns|gives|puts|thinks)|(?:log[-_ ]?)?prob\w* (?:assigned|given) by|"
    r"(?:under|according to) (?:the|a|this|its) (?:\w+ )?(?:model|lm\b)|p_model|model_prob",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"sampl|rollout|behaviou?r|polic(?:y|ies)|ppo\b|grpo|reinforce|importance|advantage|\brl\b|calibrat|temperature[-_ ]?scal|distil|teacher|student|"
    r"contrast|info_?nce|simclr|clip\b|soft[-_ ]?label|soft[-_ ]?target|anneal|sharpen|temper(?:ed|ing)|warp|decod|process|generation config",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"constrain|restrict|renormal|re-normal|truncat|nucleus|relative|among|within|between the|over the (?:\w+ )?(?:option|choice|candidate|label|letter|class|allowed)|"
    r"over (?:option|choice|candidate|label|letter|class)|conditional on|valid|legal|allowed|grammar|posterior|normali[sz]ed over|distribution over (?:the )?(?:option|choice|cand|label|letter|class)",
    re.IGNORECASE,
)


def said(at: Reporter) -> str:
    """The name, documentation and comments of the function being read, with the name of its file's purpose."""
    return f"{contract.intent(at)} {contract.named_function(at).name}"


def scores(at: Reporter) -> bool:
    """Whether the function says that it computes a log-probability, a likelihood or a perplexity."""
    return bool(_SCORE.search(said(at)) or _MODELS.search(said(at)))


def of_the_model(at: Reporter) -> bool:
    """Whether the function says in words that the number is the model's."""
    return bool(_MODELS.search(said(at)))


def of_a_sampler(at: Reporter) -> bool:
    """Whether the function speaks of a distribution that is meant to differ from the model's."""
    return bool(_OTHERWISE.search(said(at)))


def among_some(at: Reporter) -> bool:
    """Whether the function says that probabilities are relative to a few entries."""
    return bool(_AMONG.search(said(at)))
