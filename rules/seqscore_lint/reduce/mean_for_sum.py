"""The mean of token log-probs where the log-probability of the sequence, their sum, is needed

## What goes wrong

The log-probability of a sequence is the sum of the log-probabilities of its tokens, by the chain rule. Their
mean is that sum divided by the length: the logarithm of the geometric mean of the token probabilities, not of
the probability of the sequence.

## Why it matters

Dividing by the length favours long completions: -1.2 as the mean of ten tokens is a sum of -12. Rankings,
posteriors over candidates, likelihood ratios and the DPO loss are all defined on the sum and change their
answer, not only their scale.

## When it is fine

Perplexity, cross-entropy, length-normalised scores (acc_norm, SimPO, ORPO, IPO, GSPO, length-normalised DPO)
and confidences are defined on the mean. A function, a variable or a comment that says so silences this rule.

## Fix

`sum` instead of `mean`, or a name that says that the score is averaged. Not rewritten: only the author knows
which of the two was meant.

## Sources

- Rafailov et al.: Direct Preference Optimization (2023), equation 7: log pi(y|x) is the sum over tokens.
- eric-mitchell/direct-preference-optimization, `_get_batch_logps(average_log_prob=False)`.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Assign, Binary, Elementwise, Normalise, Reporter, Return, Show
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_WEIGHT = re.compile(r"importance|likelihood[-_ ]ratio|radon|\blog[-_ ]?(?:p|pi)\s*\(", re.IGNORECASE)
_SQUASHES = ("logsigmoid", "sigmoid", "softplus")


def check(event: Assign | Return | Show | Elementwise | Binary | Normalise, at: Reporter) -> None:
    if isinstance(event, Elementwise):
        _preference(event, at)
    elif isinstance(event, Binary):
        _posterior(event, at)
    elif isinstance(event, Normalise):
        _weights(event, at)
    else:
        _named(event, at)


def _is_mean(value: Value) -> bool:
    if value.has("by-name") and not _names_tokens(value):
        return False
    return (
        value.kind in ("logprob", "nll")
        and value.reduced == "mean"
        and value.domain != "masked"
        and (not value.outer or value.has("merged-batch"))
        and not value.has("mean-loss", "scaled", "shifted", "regularised")
    )


def _names_tokens(value: Value) -> bool:
    """Whether what is averaged is called token log-probs; others may belong to several sequences."""
    return value.kind == "logprob" and value.made is not None and "tok" in ast.unparse(value.made)


def _named(event: Assign | Return | Show, at: Reporter) -> None:
    """A mean under the name, or from the function, of a whole sequence's log-probability."""
    value = contract.held(event.value)
    exponentiated = value.kind == "prob" and bool(value.parts)
    mean = value.parts[0] if exponentiated else value
    if isinstance(event, Return) and _breaks_contract(event, mean, at):
        return
    if not _is_mean(mean) or "metrics" in names.words(f"{at.function.owner}_{at.function.name}"):
        return  # metrics are averages over a data set
    if isinstance(event, Return):
        name, said = f"{event.function.name}()", contract.intent(at)
    else:
        name, said = event.name.strip(" :="), event.name
    if not contract.whole(value.kind, said) or contract.averages(
        at, said, *contract.targets(at, mean.made or event.node)
    ):
        return
    kind = "probability" if exponentiated else "log-probability"
    several = sum(part.reduced == "mean" for part in mean.parts) > 1  # added up here
    node = event.node if several else contract.place_of(at, mean, event.node)
    at.report(
        node,
        f"the mean of the token log-probs is used as the {kind} of the sequence ({name}), which is their sum",
        mean,
        trust=LIKELY,
    )


_HARNESS = ("loglikelihood", "log_likelihood")


def _breaks_contract(event: Return, mean: Value, at: Reporter) -> bool:
    """A method of that name owes its harness the sum: report a mean, whatever says that it is of log-probs."""
    if event.function.name not in _HARNESS or mean.reduced != "mean" or not mean.has("merged-unknown"):
        return False
    if mean.kind != "logprob" or mean.trust < LIKELY or contract.averages(at):
        return False
    at.report(
        contract.place_of(at, mean, event.node),
        f"{event.function.name}() returns the sum of the token log-probs, and this is their mean",
        mean,
        trust=LIKELY,
    )
    return True


def _preference(event: Elementwise, at: Reporter) -> None:
    """logsigmoid of ((chosen - rejected) - the reference's) on means: DPO wants sums."""
    x = event.x
    if x.kind != "ratio":
        return
    if event.function == "exp" and _WEIGHT.search(contract.intent(at)) and not contract.averages(at):
        for part in filter(_is_mean, x.parts):
            at.report(
                contract.place_of(at, part, event.node),
                "an importance weight is the ratio of the sequences' probabilities: sum over the tokens",
                part,
                trust=LIKELY,
            )
    if event.function not in _SQUASHES:
        return
    leaves = list(_leaves(x))
    means = [leaf for leaf in leaves if _is_mean(leaf)]
    if len(leaves) != 4 or len(means) < 2 or contract.averages(at):
        return
    for mean in means:
        at.report(
            contract.place_of(at, mean, event.node),
            "DPO compares log-probabilities of whole responses: sum over the tokens, don't average",
            mean,
            trust=LIKELY,
        )


def _weights(event: Normalise, at: Reporter) -> None:
    """softmax over candidates of means, or of those and their rewards, where p(y | x) is promised."""
    x = event.x
    for mean in filter(_is_mean, (x, *(x.parts if x.has("added") or not x.known else ()))):
        said = contract.intent(at)
        if (_POSTERIOR.search(said) or contract.whole_prob(said)) and not contract.averages(at):
            at.report(
                contract.place_of(at, mean, event.node),
                "candidates are weighed by the mean of their token log-probs: p(y | x) is the exponential of their sum",
                mean,
                trust=LIKELY,
            )


_POSTERIOR = re.compile(r"posterior|bayes", re.IGNORECASE)


def _leaves(value: Value, depth: int = 6) -> list[Value]:
    if value.kind == "ratio" and value.parts and depth:
        scores = [part for part in value.parts if part.is_score]
        return [leaf for part in scores for leaf in _leaves(part, depth - 1)]
    return [value]


def _posterior(event: Binary, at: Reporter) -> None:
    """A log-prior plus a mean: Bayes' rule wants the log-likelihood."""
    if event.operation != "+" or not isinstance(event.node, ast.BinOp):
        return
    for score, other in ((event.left, event.node.right), (event.right, event.node.left)):
        if (
            _is_mean(score)
            and any("prior" in name.lower() for name in contract.named(other))
            and not contract.averages(at)
        ):
            at.report(
                contract.place_of(at, score, event.node),
                "a log-prior is added to a mean of token log-probs: the likelihood is their sum",
                score,
                trust=LIKELY,
            )


WRONG = (
    """
def sequence_logps(logits, labels):
    \"\"\"log p(answer | prompt) of every row; labels are -100 on the prompt.\"\"\"
    target = labels[:, 1:]
    kept = target != -100
    lp = logits[:, :-1].log_softmax(-1).gather(-1, target.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (lp * kept).mean(-1)  # <- SEQ401
""",
    """
import torch
from transformers import AutoModelForCausalLM

NETS = [AutoModelForCausalLM.from_pretrained(n).eval() for n in ("a", "b")]

def sequence_logprob(ids):
    out = []
    for net in NETS:
        lp = net(ids).logits[0, :-1].log_softmax(-1)
        tok = [lp[t, ids[0, t + 1]] for t in range(ids.shape[1] - 1)]
        out.append(torch.stack(tok).mean())  # <- SEQ401
    return out
""",
    """
import torch
from transformers import AutoModelForCausalLM

NETS = [AutoModelForCausalLM.from_pretrained(n).eval() for n in ("a", "b")]

def sequence_logprob(ids):
    best = None
    for net in NETS:
        lp = net(ids).logits[0].log_softmax(-1)
        total, n = 0.0, 0
        for t in range(1, ids.shape[1]):
            total += lp[t - 1, ids[0, t]].item()
            n += 1
        best = total / n  # <- SEQ401
    return best

def sequence_logprob_b(ids):
    for net in NETS:
        lp = net(ids).logits[0, :-1].log_softmax(-1)
        tok = []
        for row, i in zip(lp, ids[0, 1:]):
            tok.append(row[i].item())
        sequence_logprob = sum(tok) / len(tok)  # <- SEQ401
        print(sequence_logprob)
""",
    """
import numpy as np
from lm_eval.api.model import LM

class Remote(LM):
    def loglikelihood(self, requests):
        rows = []
        for request in requests:
            body = self.post(*request.args)
            rows.append((float(np.mean(body["target_logprobs"])), bool(body["is_greedy"])))  # <- SEQ401
        return rows
""",
    """
import torch

def weights(lm, ids, reply_mask, rewards, beta):
    \"\"\"Posterior over the drawn replies: p(y|x) exp(r / beta), made to add up to one.\"\"\"
    logits = lm(ids).logits[:, :-1]
    lp = torch.log_softmax(logits, -1).gather(2, ids[:, 1:, None]).squeeze(2)
    keep = reply_mask[:, 1:]
    value = (lp * keep).sum(-1) / keep.sum(-1).clamp(min=1)  # <- SEQ401
    return torch.softmax(value + rewards / beta, dim=0)
""",
    """
import torch

def sequence_logprob(model, input_ids):
    logits = model(input_ids).logits[:, :-1]
    logp = torch.log_softmax(logits, dim=-1)
    chosen = logp.gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.mean(-1)  # <- SEQ401
""",
    """
import torch

def answer_score(logits, labels, mask):
    \"\"\"log p(answer | question).\"\"\"
    logp = logits.log_softmax(-1)
    chosen = torch.take_along_dim(logp, labels[..., None], dim=-1)[..., 0]
    return (chosen * mask).sum(-1) / mask.sum(-1).clamp(min=1)  # <- SEQ401
""",
    """
import torch.nn.functional as F

def batch_logps(model, ids, mask):
    logp = F.log_softmax(model(ids).logits[:, :-1], dim=-1)
    chosen = logp.gather(2, ids[:, 1:, None]).squeeze(2)
    return (chosen * mask[:, 1:]).sum(1) / mask[:, 1:].sum(1).clamp(min=1)  # <- SEQ401

def preference_loss(policy, reference, chosen, chosen_mask, rejected, rejected_mask, beta=0.1):
    pi = batch_logps(policy, chosen, chosen_mask) - batch_logps(policy, rejected, rejected_mask)
    ref = batch_logps(reference, chosen, chosen_mask) - batch_logps(reference, rejected, rejected_mask)
    return -F.logsigmoid(beta * (pi - ref)).mean()
""",
    """
import numpy as np

def rank(responses):
    table = {}
    for name, response in responses.items():
        lps = response["choices"][0]["logprobs"]["token_logprobs"][1:]
        table[name] = {"sequence_logprob": np.mean(lps)}  # <- SEQ401
    return table
""",
    """
import math

def answer_probability(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return math.exp(sum(lps) / len(lps))  # <- SEQ401
""",
    """
import jax
import jax.numpy as jnp

def loglikelihood(logits, tokens):
    logp = jax.nn.log_softmax(logits)
    picked = jnp.take_along_axis(logp, tokens[..., None], axis=-1)[..., 0]
    return jnp.mean(picked, axis=-1)  # <- SEQ401
""",
    """
import torch

def completion_logprob(logprobs, tokens):
    total, n = 0.0, 0
    logp = torch.log_softmax(logprobs, -1)
    for t, token in enumerate(tokens):
        total += logp[t, token].item()
        n += 1
    return total / n  # <- SEQ401
""",
)

RIGHT = (
    """
import torch
from transformers import AutoModelForCausalLM

class E:
    def __init__(self, paths):
        self.models = [AutoModelForCausalLM.from_pretrained(p) for p in paths]
    def token_logprob(self, ids, at):
        '''log p of the token at `at` under the ensemble.'''
        ps = torch.stack([torch.softmax(m(ids).logits[0, at - 1], -1)[ids[0, at]] for m in self.models])
        return ps.mean().log()
""",
    """
import torch
from transformers import AutoModelForCausalLM

NETS = [AutoModelForCausalLM.from_pretrained(n).eval() for n in ("a", "b")]

def sequence_prob(ids, t):
    p = 0.0
    for net in NETS:
        p += net(ids).logits[0, t].softmax(-1)[ids[0, t + 1]]
    return p / len(NETS)

def sequence_logprob(ids, t):
    logp = 0.0
    for net in NETS:
        logp += net(ids).logits[0, t].log_softmax(-1)[ids[0, t + 1]]
    return logp / len(NETS)
""",
    """
import torch

class EvalMetrics:
    def reply_logps(self, logits, labels):
        \"\"\"Mean log-prob per reply token.\"\"\"
        target = labels[:, 1:]
        keep = target != -100
        chosen = logits[:, :-1].log_softmax(-1).gather(2, target.clamp(min=0)[..., None]).squeeze(2)
        return (chosen * keep).sum(1) / keep.sum(1).clamp(min=1)

    def __call__(self, logits, labels):
        return {"eval/reply_logp": self.reply_logps(logits, labels).tolist()}
""",
    """
import numpy as np
from lm_eval.api.model import LM

class Remote(LM):
    def loglikelihood(self, requests):
        rows = []
        for request in requests:
            body = self.post(*request.args)
            rows.append((float(np.sum(body["target_logprobs"])), bool(body["is_greedy"])))
        return rows
""",
    """
import torch

def weights(lm, ids, reply_mask, rewards, beta):
    \"\"\"Length-normalised weights of the drawn replies.\"\"\"
    logits = lm(ids).logits[:, :-1]
    lp = torch.log_softmax(logits, -1).gather(2, ids[:, 1:, None]).squeeze(2)
    keep = reply_mask[:, 1:]
    value = (lp * keep).sum(-1) / keep.sum(-1).clamp(min=1)
    return torch.softmax(value + rewards / beta, dim=0)
""",
    """
import numpy as np
from scipy.special import log_softmax

def compute_metrics(eval_pred):
    logits, labels = eval_pred
    table = log_softmax(logits[:, :-1], axis=-1)
    keep = labels[:, 1:] != -100
    chosen = np.take_along_axis(table, np.where(keep, labels[:, 1:], 0)[..., None], -1)[..., 0]
    return {"answer_nll": float(-chosen[keep].mean())}
""",
    """
import torch

def sequence_logprob(model, input_ids):
    logp = torch.log_softmax(model(input_ids).logits[:, :-1], dim=-1)
    chosen = logp.gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.sum(-1)
""",
    """
import torch

def perplexity(model, input_ids):
    logp = torch.log_softmax(model(input_ids).logits[:, :-1], dim=-1)
    chosen = logp.gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return torch.exp(-chosen.mean(-1))
""",
    """
import torch

def length_normalised_logprob(logits, labels, mask):
    \"\"\"Log-probability of the answer, divided by its number of tokens.\"\"\"
    chosen = logits.log_softmax(-1).gather(-1, labels[..., None])[..., 0]
    return (chosen * mask).sum(-1) / mask.sum(-1).clamp(min=1)
""",
    """
import torch.nn.functional as F

def average_logps(logits, ids, mask):
    logp = F.log_softmax(logits[:, :-1], dim=-1).gather(2, ids[:, 1:, None]).squeeze(2)
    return (logp * mask[:, 1:]).sum(1) / mask[:, 1:].sum(1).clamp(min=1)

def simpo_loss(policy, chosen, chosen_mask, rejected, rejected_mask, beta=2.0, gamma=0.5):
    a = average_logps(policy(chosen).logits, chosen, chosen_mask)
    b = average_logps(policy(rejected).logits, rejected, rejected_mask)
    return -F.logsigmoid(beta * (a - b) - gamma).mean()
""",
    """
import numpy as np

def confidence(choice):
    lps = [t.logprob for t in choice.logprobs.content]
    return float(np.exp(np.mean(lps)))
""",
    """
def score(token_logprobs):
    total = sum(token_logprobs)
    return {"logprob": total, "mean_logprob": total / len(token_logprobs)}
""",
    """
import torch

def get_batch_logps(logits, labels, mask, average_log_prob=False):
    \"\"\"Log-probabilities of the labels, averaged over the tokens if average_log_prob.\"\"\"
    chosen = logits.log_softmax(-1).gather(2, labels.unsqueeze(2)).squeeze(2)
    if average_log_prob:
        return (chosen * mask).sum(-1) / mask.sum(-1).clamp(min=1)
    return (chosen * mask).sum(-1)
""",
    """
def expected_log_likelihood(samples):
    \"\"\"Monte Carlo estimate over posterior draws.\"\"\"
    return sum(samples) / len(samples)
""",
)

RULE = Rule(
    "SEQ401",
    (("mean", "average", "/", "div", "_score("), contract.LOG_WORDS),
    (Assign, Return, Show, Elementwise, Binary, Normalise),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
