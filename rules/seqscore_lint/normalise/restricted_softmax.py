"""Normalised over candidates, top-k or a masked vocabulary only, reported as the model's probability

## What goes wrong

softmax over a few entries makes those few sum to 1, whatever mass the model gives them. The result is a
probability *among the candidates*, not the model's.

## Why it matters

A model that puts 0.01 % on all four answer letters together looks 90 % sure of one of them; token
probabilities from the top 20 logits are all too high.

## When it is fine

A relative probability of the options, under a name that says so; the argmax, which does not change;
sampling.

## Fix

Normalise over the whole vocabulary first, then take the entries.

## Sources

- p(option) = exp(z) / sum over the whole vocabulary of exp(z_v).
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow.events import Assign, Binary, Loss, Normalise, Reduce, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule

_MODELS_OWN = re.compile(
    r"p_?model|model'?s? (?:own )?prob|probabilit(?:y|ies) (?:of|that|assigned|under|the model)|model_prob|"
    r"full (?:next|vocab|distribution)|"
    r"log[-_ ]?lik|log[-_ ]?prob|logp\b|perplex|nll\b|likelihood|calibrat|absolute|p\(\w+ ?\||p\(\w+\) (?:of|under|by|from|according)|"
    r"true prob|token_prob|prob_of|how (?:likely|probable)",
    re.IGNORECASE,
)
_EXPRESSLY = re.compile(
    r"p_?model\b|model'?s[-_ ](?:own[-_ ])?(?:next[- ]token )?(?:log[-_ ]?)?prob|model_(?:log_?)?prob|"
    r"probabilit\w+ (?:that |which )?(?:does |do )?(?:the|a|its|our|this) (?:language )?(?:model|lm|llm)(?: itself)? (?:give|put|assign|place|attach)|"
    r"(?:model|lm|llm)(?: itself)? (?:gives|puts|assigns|places) (?:to|on)\b|"
    r"out of (?:everything|all (?:tokens|words)|(?:the )?(?:whole|full|entire) vocabulary)",
    re.IGNORECASE,
)
"""What says beyond doubt that the probability is the model's own."""
_AMONG = (
    r"relative|among|renormali[sz]|normali[sz]ed over (?:the )?(?:options|choices|candidates|labels|"
    r"letters)|restrict|constrain|filtered[-_ ](?:log|prob|dist|softmax)|grammar[-_ ](?:filter|mask|guid)|over (?:the )?(?:options|"
    r"choices|candidates|labels|letters|verbali[sz]ers)|two-way|pairwise|ratio of|numerator|denominator|"
    r"(?:removed|excluded|struck|dropped|taken out|left out) (?:from|of) (?:the )?(?:vocabulary|distribution|softmax|normali[sz]ation)|"
    r"(?:vocabulary|distribution) (?:without|minus|less|except|that is left)\b"
)
_AMONG_ALL = re.compile(
    r"restricted|among (?:all|every|everything)\b(?: of)?(?: (?:the|its|their|other))?(?: (?:tokens?|words?|vocabulary))?",
    re.IGNORECASE,
)
"""What names no part of the vocabulary."""
_DENIES = re.compile(_AMONG, re.IGNORECASE)
_RELATIVE = re.compile(
    _AMONG + r"|sampl|nucleus|top_?p\b|decod|binary|"
    r"option_dist|choice_dist|next_token(?!_(?:log_?)?prob)|preference|"
    r"generate|softmax_over|classif|^\w*predict|predicted|prediction|verdict|expected|mask(?:ed)? (?:attention|positions)|"
    r"policy|action|gumbel|beam",
    re.IGNORECASE,
)


def _is_part(x: Value) -> bool:
    """Whether only a part of the vocabulary is left."""
    if x.kind != "logit" or x.domain == "classifier":
        return False
    return x.pick in ("subset", "topk") or (x.has("restricted") and "V" in x.axes)


def check(event: Normalise | Binary | Reduce | Loss | Assign, at: Reporter) -> None:
    if isinstance(event, Reduce):
        _mass(event, at)
        return
    if isinstance(event, Assign):
        _named(event, at)
        return
    if isinstance(event, Binary) and event.operation == "/":
        _among_a_few(event, at)
        return
    if isinstance(event, Loss):
        if event.function != "cross_entropy":
            return
        x, log = event.x, True
    elif isinstance(event, Binary):  # x - logsumexp(x)
        if event.operation != "-":
            return
        if event.left.pick == event.right.pick == "alternative" and event.right.has("mass"):
            if _promises_models_own(at, False):
                _report(event.node, "a few tokens", event.left, at)
            return
        if event.result.kind != "logprob":
            return
        x, log = event.left, True
        if event.right.kind == "logz" and event.right.pick == "subset" and x.pick != "subset":
            x = x.but(pick="subset")
    else:
        x, log = event.x, event.function == "log_softmax"
    if not _is_part(x) or (x.has("warped") and not x.pick):  # a sampler's filter is another bug
        return
    gathers = x.pick == "topk" and log
    if not _promises_models_own(at, gathers):
        return
    what = (
        "the k largest entries"
        if x.pick == "topk"
        else "a few entries"
        if x.pick == "subset"
        else "a masked vocabulary"
    )
    _report(event.node, what, x, at)


def _among_a_few(event: Binary, at: Reporter) -> None:
    """``a / (a + b)``: the probabilities of a few tokens, divided by their sum."""
    x, total = event.left, event.right
    if (
        x.kind == "weight"
        and total.kind == "partition"
        and x.pick in ("subset", "topk")
        and _promises_models_own(at, False)
    ):
        _report(event.node, "a few entries", x, at)
        return
    few = (
        ("fixed", "alternative", "subset")
        if total.has("reduced", "mass") or total.reduced
        else ("fixed", "alternative", "chosen")
    )
    own = any(part.vn == x.vn for part in total.parts) or (
        x.pick == total.pick == "alternative" and total.reduced
    )
    summed = total.kind in ("prob", "num") and own
    if x.kind == "prob" and x.pick in few and not x.reduced and summed and _promises_models_own(at, False):
        _report(event.node, "a few tokens", x, at)


_OWN_NAME = re.compile(
    r"(?:^|_)(?:next_token_(?:log_?)?prob|p_?model$|model_(?:log_?)?prob|full_(?:vocab_)?prob)", re.IGNORECASE
)
"""Names of what is the model's own among all tokens."""


def _named(event: Assign, at: Reporter) -> None:
    """A probability among a few tokens that is kept under such a name."""
    x = event.value
    if x.kind not in ("prob", "logprob") or not x.has("restricted") or not _OWN_NAME.search(event.name):
        return
    source = _normalised(x)
    if source is not None and _is_part(source.parts[0]) and not source.parts[0].has("warped"):
        _report(source.made or event.node, "a few entries", x, at)


def _normalised(x: Value) -> Value | None:
    """The distribution that an entry was taken from."""
    while x.parts and x.parts[0].kind != "logit":
        if x.kind not in ("prob", "logprob"):
            return None
        x = x.parts[0]
    return x if x.parts else None


def _mass(event: Reduce, at: Reporter) -> None:
    """How much of the probability falls on a few tokens: 1, where it was divided among these."""
    x = event.x
    if event.operation != "sum" or event.axis_name != "C" or x.kind != "prob":
        return
    if not x.has("normalised") and x.parts and x.parts[0].kind == "logprob":
        x = x.parts[0]  # exp(log_softmax(...))
    if (
        x.has("normalised")
        and x.pick == "subset"
        and x.parts
        and _is_part(x.parts[0])
        and not _is_checked(event.node, at)
    ):
        _report(x.made or event.node, "a few entries", x, at)


def _is_checked(node: ast.AST, at: Reporter) -> bool:
    """Whether the sum is asserted to be 1, or divided by."""
    for parent in at.module.ancestors(node):
        if isinstance(parent, (ast.Assert, ast.Compare, ast.BinOp)):
            return True
        if isinstance(parent, ast.Call) and "close" in ast.unparse(parent.func):
            return True
        if isinstance(parent, ast.stmt):
            return False
    return False


_SCRIPTS = frozenset({"", "main", "run", "cli"})
"""What a whole script is made of: its documentation is theirs."""


def _promises_models_own(at: Reporter, gathers: bool) -> bool:
    owner, name = at.function.owner, at.function.name
    promise = f"{name} {name.replace('_', ' ')} {at.function.doc} {owner} {at.module.class_doc(owner)}"
    if name in _SCRIPTS:
        promise = f"{promise} {at.module.doc}"
    else:
        promise = f"{promise} {_said_of(name, at.module.doc)}"
    promise = _AMONG_ALL.sub("", promise)
    if any(_DENIES.search(f"{caller.name} {caller.doc}") for caller in at.reading[:-1]):
        return False
    if _DENIES.search(_AMONG_ALL.sub("", at.module.said_around(at.function.node))):
        return False
    if _EXPRESSLY.search(promise):
        return not _DENIES.search(promise)
    if _RELATIVE.search(promise):
        return False
    return gathers or _MODELS_OWN.search(promise) is not None or _file_promises(at)


def _file_promises(at: Reporter) -> bool:
    """Whether a file's documentation speaks of the model's own probability, and not of one function's."""
    if _DENIES.search(at.module.doc):
        return False
    said = (part for part in _sentences(at.module.doc) if _EXPRESSLY.search(part))
    return any(not any(f"`{name}" in part for name in at.module.functions) for part in said)


def _sentences(doc: str) -> list[str]:
    return re.split(r"\.\s|\n\s*\n", doc)


def _said_of(name: str, doc: str) -> str:
    """The sentences of a documentation that speak of a function by its name, not of what a word of the language means."""
    spelled = rf"\b{re.escape(name)}\b" if "_" in name else rf"`{re.escape(name)}(?:\(\))?`"
    return " ".join(part for part in _sentences(doc) if re.search(spelled, part))


def _report(node: ast.AST, what: str, x: Value, at: Reporter) -> None:
    at.report(
        node,
        f"normalised over {what} only, and reported as the model's probability: "
        "normalise over the whole vocabulary first",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import numpy as np

def word_logprob(logits, word_id, width=40):
    '''Log-probability that the model gives to the word.'''
    best = np.argsort(logits)[-width:]
    z = logits[best] - logits.max()
    lp = z - np.log(np.exp(z).sum())  # <- SEQ108
    return float(lp[best == word_id].sum())
""",
    """
import torch

class Quiz:
    def letter_probs(self, prompt):
        '''Probability that each letter comes next, among all words of the language model.'''
        z = self.lm(**self.tok(prompt, return_tensors="pt")).logits[0, -1]
        return z[self.letter_ids].softmax(-1)  # <- SEQ108
""",
    """
'''Confidence on gaps.

A file keeps in `last` the unnormalised output at the gap, one number for each token of the vocabulary.
'''
import numpy as np

def confidence(kept):
    '''The model's probability of the right word.'''
    z = kept["last"]
    best = np.argpartition(z, -20)[-20:]
    w = np.exp(z[best] - z[best].max())
    return (w / w.sum())[best == kept["right"]]  # <- SEQ108
""",
    """
import numpy as np

def answer_probability(logits, gold):
    '''Probability that the model gives to the answer. logits: (V,)'''
    best = np.argpartition(logits, -50)[-50:]
    best = np.union1d(best, [gold])
    w = np.exp(logits[best] - logits[best].max())
    return float(w[best == gold][0] / w.sum())  # <- SEQ108

def answer_logprob(logits, gold):
    '''Log-probability of the answer under the model. logits: (V,)'''
    order = np.argsort(logits)[::-1]
    best = order[:100]
    z = logits[best]
    lp = z - np.logaddexp.reduce(z)  # <- SEQ108
    return lp[list(best).index(gold)]
""",
    """
import torch
from dataclasses import dataclass

@dataclass
class Found:
    word: str
    next_token_probability: float

def probe(lm, enc, words, columns):
    row = lm(**enc).logits[0, -1]
    share = torch.softmax(row[columns], dim=-1)  # <- SEQ108
    best = int(share.argmax())
    return Found(words[best], float(share[best]))
""",
    """
import torch
import torch.nn.functional as F

def nll_of_digit(lm, ids, digits, right):
    z = lm(ids).logits[0, -1]
    few = torch.stack([z[d] for d in digits])
    return F.cross_entropy(few[None], torch.tensor([right]))  # <- SEQ108

def token_nll(lm, ids, legal):
    z = lm(ids).logits[:, :-1] + (1 - legal.float()) * -1e9
    return F.cross_entropy(z.flatten(0, 1), ids[:, 1:].flatten(), reduction="none")  # <- SEQ108
""",
    """
import math
from scipy.special import logsumexp

def label_log_prob(reply, label):
    '''Log-probability of the label under the model.'''
    top = {t.token: t.logprob for t in reply.choices[0].logprobs.content[0].top_logprobs}
    return top[label] - logsumexp(list(top.values()))  # <- SEQ108

def model_prob(reply, label):
    p = {t.token: math.exp(t.logprob) for t in reply.choices[0].logprobs.content[0].top_logprobs}
    return p[label] / sum(p.values())  # <- SEQ108
""",
    """
import torch

class JsonDecoder:
    def decode(self, ids, allowed):
        '''The chosen ids, and the model's log-probability of them.'''
        chosen, total = [], 0.0
        for _ in range(20):
            z = self.lm(ids).logits[0, -1]
            closed = torch.full_like(z, -torch.inf)
            closed[list(allowed(chosen))] = 0.0
            lp = (z + closed).log_softmax(-1)  # <- SEQ108
            best = int(lp.argmax())
            total += lp[best].item()
            chosen.append(best)
            ids = torch.cat([ids, ids.new_tensor([[best]])], dim=1)
        return chosen, total
""",
    """
'''Calibration on multiple choice.

A row holds the probability that the model gives to the right letter, out of all tokens.
'''
import torch

def gold_share(lm, tok, ids, question, gold):
    last = lm(**tok(question, return_tensors="pt")).logits[0, -1]
    dist = torch.softmax(last[ids.to(lm.device)], dim=0)  # <- SEQ108
    return dist["ABCD".index(gold)].item()
""",
    """
'''Confidence of a tagger's words. `in_head` gives how probable the model finds each word.'''
import torch

def in_head(logits, words):
    head = torch.topk(logits, 32, dim=-1)
    p = torch.softmax(head.values, dim=-1)  # <- SEQ108
    return (p * (head.indices == words[:, None])).sum(-1)
""",
    """
import torch

def letters(lm, enc, columns):
    lp = torch.log_softmax(lm(**enc).logits[0, -1, columns], dim=-1)  # <- SEQ108
    return lp, lp.exp().sum().item()
""",
    """
import torch

def format_score(lm, tok, prompt, labels):
    z = lm(tok(prompt, return_tensors="pt").input_ids).logits[0, -1]
    columns = torch.tensor([tok(label, add_special_tokens=False).input_ids[0] for label in labels])  # <- SEQ209
    shares = z[columns].softmax(dim=0)  # <- SEQ108
    return shares.sum().item()
""",
    """
'''Writes the probability that the model puts on the digits 1 to 5 as the next token.'''
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

def main(prompts):
    tok = AutoTokenizer.from_pretrained("gpt2")
    model = AutoModelForCausalLM.from_pretrained("gpt2").eval()
    digits = [tok.encode(d)[0] for d in "12345"]
    for prompt in prompts:
        z = model(tok(prompt, return_tensors="pt").input_ids).logits[0, -1]
        print(prompt, z[digits].softmax(-1).tolist())  # <- SEQ108
""",
    """
import torch

def yes_probability(lm, enc, yes_id, no_id):
    \"\"\"Probability that the model answers Yes.\"\"\"
    z = lm(**enc).logits[0, -1]
    return torch.softmax(torch.stack([z[yes_id], z[no_id]]), 0)[0].item()  # <- SEQ108
""",
    """
import numpy as np

def letter_probability(logits, letter_ids):
    \"\"\"The model's probability of each letter. logits: (V,)\"\"\"
    z = logits[letter_ids]
    e = np.exp(z - z.max())
    return e / e.sum()  # <- SEQ108
""",
    """
import math

def probability_of_yes(top):
    \"\"\"The model's probability of answering yes.\"\"\"
    table = {alt.token: alt.logprob for alt in top.choices[0].logprobs.content[0].top_logprobs}
    yes, no = (math.exp(table.get(k, -math.inf)) for k in ("yes", "no"))
    return yes / (yes + no)  # <- SEQ108
""",
    """
import torch

def answer_probability(model, ids, option_ids: list[int]):
    '''The model's probability of each option.'''
    z = model(ids).logits[0, -1]
    return torch.softmax(z[option_ids], dim=-1)  # <- SEQ108
""",
    """
import torch

def token_logprobs(logits, targets):
    values, indices = logits.topk(50, dim=-1)
    lp = torch.log_softmax(values, dim=-1)  # <- SEQ108
    hit = indices == targets.unsqueeze(-1)
    return lp.masked_fill(~hit, 0.0).sum(-1)
""",
    """
import torch

def completion_log_likelihood(model, ids, allowed):
    z = model(ids).logits[:, :-1].masked_fill(~allowed, float("-inf"))
    lp = z.log_softmax(-1)  # <- SEQ108
    return torch.where(allowed.any(-1), lp.gather(-1, ids[:, 1:, None]).squeeze(-1), 0.0).sum(-1)
""",
    """
import torch

def token_logprob(model, ids, target, k=100):
    values, indices = torch.topk(model(ids).logits[0, -1], k)
    lp = values - values.logsumexp(0)  # <- SEQ108
    return lp[(indices == target).nonzero()].item()
""",
    """
import torch

def answer_nll(model, ids, answer, allowed):
    '''Negative log-likelihood of the answer under the model.'''
    z = model(ids).logits[0, -1]
    mask = torch.full_like(z, float("-inf"))
    mask[allowed] = 0.0
    return -(z + mask).log_softmax(-1)[answer]  # <- SEQ108
""",
    """
import torch

def answer_logprob(model, ids, answer, banned):
    z = torch.index_fill(model(ids).logits[0, -1], 0, banned, -torch.inf)
    return z.log_softmax(0)[answer]  # <- SEQ108
""",
    """
import jax
import jax.numpy as jnp

def token_log_prob(apply_fn, params, ids, token, legal):
    logits = apply_fn(params, ids)[0, -1, :]
    only = jnp.full_like(logits, -1e9).at[legal].set(logits[legal])
    return jax.nn.log_softmax(only)[token]  # <- SEQ108
""",
)

RIGHT = (
    """
import numpy as np
from scipy.special import log_softmax

def filtered_logprobs(raw, forbidden):
    '''raw: (T, V) logits; forbidden: (T, V) bool, what the grammar rules out.'''
    return log_softmax(np.where(forbidden, -np.inf, raw), axis=-1)
""",
    """
import numpy as np

def likeliest(logits, k):
    '''The model's probabilities of the likeliest tokens. logits: (V,)'''
    p = np.exp(logits - logits.max())
    p /= p.sum()
    best = np.argsort(p)[::-1][:k]
    return list(zip(best.tolist(), p[best].tolist()))

def sample(logits, k, rng):
    keep = np.argpartition(logits, -k)[-k:]
    w = np.exp(logits[keep] - logits[keep].max())
    return rng.choice(keep, p=w / w.sum())
""",
    """
import torch

def story_logprob(lm, ids, never):
    '''Log-prob of a story under the model, with the ids of `never` struck from the vocabulary.'''
    z = lm(ids).logits[:, :-1].index_fill(-1, never, float("-inf"))
    return z.log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)

def nll_of_rest(lm, ids, legal):
    '''NLL under the distribution that is left once tokens are ruled out.'''
    z = lm(ids).logits[:, :-1].masked_fill(~legal, float("-inf"))
    return -z.log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
""",
    """
import numpy as np
from scipy.special import logsumexp

def judge_parser(entry, wanted, tokens):
    \"\"\"The ratio of the probabilities of the wanted token and of all valid tokens.\"\"\"

    def token_prob(top_logprobs):
        table = {t["token"]: t["logprob"] for t in top_logprobs}
        total = logsumexp([table.get(t, -np.inf) for t in tokens])
        return np.exp(table.get(wanted, -np.inf) - total)

    return token_prob(entry["top_logprobs"])
""",
    """
import torch

def per_token(logits, ids):
    '''Log-probability of the ids under the logits.'''
    return torch.gather(logits.log_softmax(-1), -1, ids.unsqueeze(-1)).squeeze(-1)

def constrained(logits, ids, legal):
    '''Log-probability under a decoder restricted to the legal tokens.'''
    z = logits[:, :-1].masked_fill(~legal, float("-inf"))
    return per_token(z, ids[:, 1:]).sum(-1)
""",
    """
import torch
import torch.nn.functional as F

def digit_classifier_loss(lm, ids, digits, right):
    z = lm(ids).logits[0, -1]
    few = torch.stack([z[d] for d in digits])
    return F.cross_entropy(few[None], torch.tensor([right]))
""",
    """
'''Pointwise reranking with a T5, and query likelihood with the same model.'''
import torch.nn.functional as F

class Reranker:
    def pointwise(self, enc, start):
        z = self.t5(**enc, decoder_input_ids=start).logits[:, 0]
        return F.log_softmax(z[:, [self.false_id, self.true_id]], dim=1)[:, 1]
""",
    """
'''Confidence of a tagger. `spread` shows how far the best entries lie apart. The model's probability is in `full`.'''
import torch

def spread(logits):
    head = torch.topk(logits, 32, dim=-1)
    return torch.softmax(head.values, dim=-1)

def full(logits):
    return torch.softmax(logits, dim=-1)
""",
    """
import torch

def shares(lm, tok, prompt, label_ids):
    z = lm(tok(prompt, return_tensors="pt").input_ids).logits[0, -1]
    p = z[label_ids].softmax(dim=0)
    assert torch.isclose(p.sum(), torch.ones(()))
    return p
""",
    """
import torch

def format_score(lm, tok, prompt, label_ids):
    z = lm(tok(prompt, return_tensors="pt").input_ids).logits[0, -1]
    return z.softmax(dim=0)[label_ids].sum().item()
""",
    """
import math

def share_of_yes(top):
    \"\"\"Probability of yes relative to no.\"\"\"
    table = {alt.token: alt.logprob for alt in top.choices[0].logprobs.content[0].top_logprobs}
    yes, no = (math.exp(table.get(k, -math.inf)) for k in ("yes", "no"))
    return yes / (yes + no)
""",
    """
import torch

def relative_option_probability(model, ids, option_ids: list[int]):
    '''Probability of each option among the options.'''
    z = model(ids).logits[0, -1]
    return torch.softmax(z[option_ids], dim=-1)
""",
    """
import torch

def answer_probability(model, ids, option_ids: list[int]):
    '''The model's probability of each option.'''
    return torch.softmax(model(ids).logits[0, -1], dim=-1)[option_ids]
""",
    """
import torch

def sample(logits, k):
    values, indices = logits.topk(k, dim=-1)
    probs = torch.softmax(values, dim=-1)
    return indices.gather(-1, torch.multinomial(probs, 1))
""",
    """
import torch

def attention(scores, mask):
    return torch.softmax(scores.masked_fill(mask == 0, float("-inf")), dim=-1)
""",
    """
import torch

def answer_logprob(model, ids, answer, others):
    z = model(ids).logits[0, -1]
    lp = z.log_softmax(0)
    rivals = z.index_fill(0, answer, -torch.inf)
    return lp[answer], rivals.argmax()
""",
)

RULE = Rule(
    "SEQ108",
    (
        ("softmax", "Softmax", "logsumexp", "logaddexp", "exp(", "cross_entropy", "CrossEntropy"),
        ("topk", "top_k", "mask", "[", "where", "inf", "get("),
    ),
    (Normalise, Binary, Reduce, Loss, Assign),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
