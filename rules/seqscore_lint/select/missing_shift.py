"""logits[t] scored against token[t] instead of token[t+1]

## What goes wrong

A causal language model's logits at position t are the distribution of the token at t + 1. Gathering token t from
them asks how likely the model thinks a token is to be repeated.

## Why it matters

As a score the numbers are some ten nats a token too low and rank by repetition; as a training loss it teaches the
model to copy its input, and falls to zero.

## When it is fine

Masked language models, sequence-to-sequence labels, inputs that were already cut (`ids[:, :-1]` in, `ids[:, 1:]`
out), labels that the collator shifted, scores of generate and log-probs of serving APIs: all of these are aligned.

## Fix

`logits[:, :-1]` with `ids[:, 1:]`; in a loop, `logits[i - 1, ids[i]]`.

## Sources

- Radford et al.: Language Models are Unsupervised Multitask Learners (2019), equation 1.
"""

from __future__ import annotations

from seqscore_lint.flow.events import Loss, Reporter, Select
from seqscore_lint.flow.operations.arithmetic import both_of
from seqscore_lint.flow.values import LIKELY, WHOLE, Value
from seqscore_lint.rule import Rule


def _offset(x: Value, ids: Value, at: Reporter) -> int | None:
    """How many positions later the scored token stands than the logits that score it."""
    if x.origin is None or x.has("rolled") or ids.has("rolled", "argmax"):
        return None
    if x.origin != ids.origin:
        return _offset_behind(x, ids, at)
    if x.pos is not None and ids.pos is not None:
        return ids.pos.minus(x.pos)
    if x.pos is None and ids.pos is None and x.span is not None and ids.span is not None:
        return ids.span.start.minus(x.span.start)
    return None


def _offset_behind(x: Value, ids: Value, at: Reporter) -> int | None:
    """The same where the token is one of a completion's own ids, and the logits are those of prompt and completion."""
    starts = at.starts(x.origin, ids.origin)
    if not starts:
        return None
    if x.pos is not None and ids.pos is not None:
        token = ids.pos.symbol
        same = token is not None and x.pos.symbol in {both_of(start, token) for start in starts}
        return ids.pos.const - x.pos.const if same else None
    if x.pos is not None or ids.pos is not None or x.span is None or ids.span != WHOLE:
        return None
    return -x.span.start.const if x.span.start.symbol in starts else None


def check(event: Select | Loss, at: Reporter) -> None:
    if isinstance(event, Select):
        if (
            event.how not in ("gather", "index", "helper", "one-hot", "log_prob")
            or event.index.kind != "ids"
            or event.result.pick != "chosen"
        ):
            return
        x, ids = event.x, event.index
    else:
        if event.function not in ("cross_entropy", "keras_cross_entropy", "nll_loss", "perplexity_metric"):
            return
        x, ids = event.x, event.target
        if ids.is_score:
            return  # a distribution to be matched, not tokens
    if (
        x.domain != "causal"
        or x.kind not in ("logit", "logprob", "prob", "nll")
        or ("T" not in x.axes and x.pos is None and "N" not in x.axes)
    ):
        return
    offset = _offset(x, ids, at)
    if offset is None or offset > 0:
        return
    wrong = "its own position" if offset == 0 else "the position after it"
    at.report(event.node, f"each token is scored by the logits of {wrong}: logits[t] predicts token[t+1]", x, ids,
              trust=2 if at.module.model_trust == 2 else LIKELY)  # fmt: skip


WRONG = (
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("gpt2")

def costs(ids):
    cost = -torch.log_softmax(lm(ids).logits[0], dim=-1)
    return [cost[i, t].item() for i, t in enumerate(ids[0])]  # <- SEQ201
""",
    """
import torch.nn.functional as F
import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("gpt2")

def held_out(eval_preds):
    z, y = torch.from_numpy(eval_preds.predictions), torch.from_numpy(eval_preds.label_ids)
    return {"loss": F.cross_entropy(z.flatten(0, 1), y.flatten(), ignore_index=-100).item()}  # <- SEQ201
""",
    """
import torch
from torch.distributions import Categorical

def gpt_logprob(gpt, tokens):
    dist = Categorical(logits=gpt(tokens).logits)
    return dist.log_prob(tokens).sum(-1)  # <- SEQ201
""",
    """
import torch

def lm_logprob(causal_lm, rows):
    z = causal_lm(rows).logits
    of_row = lambda table, y: table.log_softmax(-1).gather(-1, y[:, None]).squeeze(-1)  # <- SEQ201
    return torch.vmap(of_row)(z, rows).sum(-1)
""",
    """
import torch

def causal_logprob(model, input_ids, mask):
    lp = model(input_ids, attention_mask=mask).logits.log_softmax(-1)
    hot = torch.nn.functional.one_hot(input_ids, lp.size(-1)).to(lp.dtype)
    return (torch.einsum("btv,btv->bt", lp, hot) * mask).sum(1)  # <- SEQ201
""",
    """
import optax

def doc_loglik(apply, params, tokens, mask):
    \"\"\"Sum of the log-probabilities under a causal transformer.\"\"\"
    logits = apply({"params": params}, tokens)
    nll = optax.softmax_cross_entropy_with_integer_labels(logits, tokens)  # <- SEQ201
    return -(nll * mask).sum(axis=1)
""",
    """
import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("m")

def score(input_ids, attention_mask):
    logits = model(input_ids, attention_mask=attention_mask).logits
    lp = torch.log_softmax(logits, dim=-1)
    tok = lp.gather(-1, input_ids.unsqueeze(-1)).squeeze(-1)  # <- SEQ201
    return (tok * attention_mask).sum(-1)
""",
    """
from transformers import GPT2LMHeadModel

def sentence_logprob(model: GPT2LMHeadModel, ids):
    lp = model(ids).logits.log_softmax(-1)
    total = 0.0
    for i, tok in enumerate(ids[0]):
        total += lp[0, i, tok].item()  # <- SEQ201
    return total
""",
    """
import torch.nn.functional as F
from transformers import AutoModelForCausalLM

def loss(name, ids):
    lm = AutoModelForCausalLM.from_pretrained(name)
    z = lm(ids).logits
    return F.cross_entropy(z.view(-1, z.size(-1)), ids.view(-1))  # <- SEQ201
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def pick(z, y):
    return z.log_softmax(-1).gather(2, y[..., None]).squeeze(2)  # <- SEQ201

def logprob(ids):
    return pick(lm(ids).logits, ids).sum(-1)
""",
    """
import torch

def answer_score(causal_lm, prompt_ids, answer_ids):
    seq = torch.cat([prompt_ids, answer_ids], dim=1)
    lp = causal_lm(seq).logits.log_softmax(-1)
    return lp[:, prompt_ids.shape[1] :].gather(-1, answer_ids.unsqueeze(-1)).sum()  # <- SEQ201
""",
    """
import torch

def answer_score(causal_lm, prompt_ids, answer_ids):
    lp = causal_lm(torch.tensor([prompt_ids + answer_ids])).logits[0].log_softmax(-1)
    return sum(lp[len(prompt_ids) + i, t] for i, t in enumerate(answer_ids))  # <- SEQ201
""",
    """
import tensorflow as tf
from transformers import TFAutoModelForCausalLM

model = TFAutoModelForCausalLM.from_pretrained("m")

def nll(ids):
    logits = model(ids).logits
    return tf.keras.losses.sparse_categorical_crossentropy(ids, logits, from_logits=True)  # <- SEQ201
""",
)

RIGHT = (
    """
import torch.nn.functional as F

def token_logprobs(lm, tok, text, bos):
    body = tok(text, add_special_tokens=False, return_tensors="pt").input_ids
    z = lm(F.pad(body, (1, 0), value=bos)).logits[:, :-1].float()
    return z.log_softmax(-1).gather(2, body.unsqueeze(2)).squeeze(2)
""",
    """
import torch
import torch.nn.functional as F

def imitate(student, teacher, ids):
    with torch.no_grad():
        wanted = teacher(ids).logits.softmax(-1)
    return F.cross_entropy(student(ids).logits.flatten(0, 1), wanted.flatten(0, 1))
""",
    """
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("gpt2")

def costs(ids):
    cost = -lm(ids).logits[0].log_softmax(-1)
    return [cost[i - 1, ids[0, i]].item() for i in range(1, ids.size(1))]
""",
    """
import torch.nn.functional as F
import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("gpt2")

def held_out(eval_preds):
    z, y = map(torch.from_numpy, eval_preds)
    return {"loss": F.cross_entropy(z[:, :-1].flatten(0, 1), y[:, 1:].flatten(), ignore_index=-100).item()}
""",
    """
import torch.nn.functional as F
import torch
from transformers import AutoModelForCausalLM, Trainer

def shift(logits, labels):
    return logits[:, :-1]

def held_out(eval_preds):
    z, y = map(torch.from_numpy, eval_preds)
    return {"loss": F.cross_entropy(z.flatten(0, 1), y[:, 1:].flatten(), ignore_index=-100).item()}

def trainer(data):
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    return Trainer(model, eval_dataset=data, compute_metrics=held_out, preprocess_logits_for_metrics=shift)
""",
    """
import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("m")

def score(input_ids, attention_mask):
    logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1]
    lp = torch.log_softmax(logits, dim=-1)
    tok = lp.gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return (tok * attention_mask[:, 1:]).sum(-1)
""",
    """
from transformers import GPT2LMHeadModel

def sentence_logprob(model: GPT2LMHeadModel, ids):
    lp = model(ids).logits.log_softmax(-1)
    total = 0.0
    for i, tok in enumerate(ids[0, 1:]):
        total += lp[0, i, tok].item()
    return total
""",
    """
from transformers import GPT2LMHeadModel

def sentence_logprob(model: GPT2LMHeadModel, ids):
    lp = model(ids).logits.log_softmax(-1)
    total = 0.0
    for pos in range(1, ids.shape[1]):
        prev = pos - 1
        total += lp[0, prev, ids[0, pos]].item()
    return total
""",
    """
import torch.nn.functional as F
from transformers import AutoModelForCausalLM

def loss(name, ids):
    lm = AutoModelForCausalLM.from_pretrained(name)
    z = lm(ids[:, :-1]).logits
    return F.cross_entropy(z.reshape(-1, z.size(-1)), ids[:, 1:].reshape(-1))
""",
    """
from transformers import AutoModelForMaskedLM

def pseudo_loglik(name, ids, tokens):
    mlm = AutoModelForMaskedLM.from_pretrained(name)
    lp = mlm(ids).logits.log_softmax(-1)
    return lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
from transformers import AutoModelForCausalLM

def answer_logprob(name, ids, p):
    lm = AutoModelForCausalLM.from_pretrained(name)
    lp = lm(ids).logits[0, p - 1 : -1].log_softmax(-1)
    return lp.gather(-1, ids[0, p:].unsqueeze(-1)).sum()
""",
    """
def gathered(logits, tokens):
    return logits.log_softmax(-1).gather(-1, tokens.unsqueeze(-1)).squeeze(-1)
""",
    """
import torch
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

def tail(ids, kept, width):
    whole = ids[-(width + 1) :]
    k = min(len(kept), width)
    lp = lm(torch.tensor(whole[:-1])[None]).logits[0, -k:].log_softmax(-1)
    return lp.gather(1, torch.tensor(whole[-k:])[:, None]).sum()
""",
    """
import torch

def answer_score(causal_lm, prompt_ids, answer_ids):
    lp = causal_lm(torch.tensor([prompt_ids + answer_ids])).logits[0].log_softmax(-1)
    n = len(prompt_ids)
    return sum(lp[n + i - 1, t] for i, t in enumerate(answer_ids))
""",
    """
import torch

def from_end(causal_lm, prompt_ids, answer_ids):
    seq = (prompt_ids + answer_ids)[:-1]
    lp = causal_lm(torch.tensor([seq])).logits[0, -len(answer_ids) :].log_softmax(-1)
    return lp.gather(-1, torch.tensor(answer_ids)[:, None]).sum()
""",
)

RULE = Rule("SEQ201", (("softmax", "Softmax", "cross_entropy", "CrossEntropy", "logit", "logprob", "log_prob", "crossentropy", "logsumexp", "perplexity", "nll", "prob"),), (Select, Loss), check,
            WRONG, RIGHT, __doc__ or "")  # fmt: skip
