"""Labels shifted by the caller and again inside the model or loss

## What goes wrong

The causal models of transformers shift `labels` themselves; scores of generate and prompt log-probs of serving
engines are aligned with their tokens already. Shifting once more scores every token by the logits two positions
before it.

## Why it matters

Nothing fails: the shapes fit, and the loss is a plausible number that is some nats too high.

## When it is fine

Models that do not shift inside (T5 labels, nanoGPT targets), losses that are given logits and labels directly, and
the argument `shift_labels`.

## Fix

Pass `labels=input_ids`, or shift yourself and compute the loss yourself; never both.

## Sources

- transformers documentation, AutoModelForCausalLM: "labels are shifted inside the model".
"""

from __future__ import annotations

from seqscore_lint.flow.events import Forward, Loss, Reporter, Select, Subscript
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Forward | Select | Subscript | Loss, at: Reporter) -> None:
    if isinstance(event, Loss) or (isinstance(event, Select) and event.how in ("gather", "index")):
        _check_twice(event, at)
    if isinstance(event, Forward):
        labels = event.keywords.get("labels")
        family = event.model.ref or at.module.model_class
        if (
            labels is None
            or labels.kind != "ids"
            or not (family == "causal" or (not family and _is_of_transformers(event, at)))
            or (event.model.has("by-name") and _takes_labels(at))
        ):
            return
        inputs = event.inputs
        related = labels.origin is not None and labels.origin == inputs.origin
        shifted = (
            related
            and labels.span is not None
            and inputs.span is not None
            and (labels.span.start.minus(inputs.span.start) or 0) > 0
        )
        rolled = labels.has("rolled") and not labels.has("rolled-back")
        if shifted or rolled or labels.has("moved"):
            # That the labels are the inputs' own tokens is known whatever they are called.
            at.report(event.node, "the model shifts labels itself: shifted ones are scored two positions away", event.inputs,
                      trust=2 if event.model.ref == "causal" and not event.model.has("by-name") and labels.trust == 2 else LIKELY)  # fmt: skip
        return
    if isinstance(event, Loss):
        return
    if isinstance(event, Select):
        aligned = (
            event.x.domain in ("generate", "beam")
            and event.x.has("cut-back")
            and not event.x.has("cut-front")
        )
        if (
            aligned
            and event.index.kind == "ids"
            and event.index.has("cut-front")
            and event.result.pick == "chosen"
        ):
            at.report(
                event.node,
                "scores of generate are aligned with the generated tokens: no shift is needed",
                event.x,
                trust=LIKELY,
            )
        return
    base, index = event.base, event.index
    if (
        base.kind == "dict"
        and base.has("has-actual")
        and base.pos is not None
        and index.pos is not None
        and index.kind in ("ids", "int", "?")
    ) and index.pos.minus(base.pos) == 1:
        at.report(
            event.node,
            "entry t of prompt_logprobs is the log-prob of token t: no shift is needed",
            base,
            trust=LIKELY,
        )


def _takes_labels(at: Reporter) -> bool:
    """Whether a module of this file is given labels: what it does with them need not be what transformers does."""
    return any(
        "labels" in methods[name].parameters
        for methods in at.module.methods.values()
        for name in ("forward", "__call__", "call")
        if name in methods
    )


def _is_of_transformers(event: Forward, at: Reporter) -> bool:
    """Whether a model of unknown class is one of transformers: by the imports, or called like one and not defined here."""
    if at.module.imports("transformers"):
        return True
    defined = any("forward" in methods or "__call__" in methods for methods in at.module.methods.values())
    return (
        {"input_ids", "attention_mask"} <= event.keywords.keys() and not defined and bool(at.module.undecided)
    )


def _check_twice(event: Loss | Select, at: Reporter) -> None:
    """The caller cuts logits and labels, and the helper that it calls cuts them again."""
    x, ids = (event.x, event.target) if isinstance(event, Loss) else (event.x, event.index)
    if (
        x.domain not in ("causal", "")
        or ids.kind != "ids"
        or x.origin is None
        or x.origin != ids.origin
        or x.span is None
        or ids.span is None
    ):
        return
    if x.pos is None and ids.pos is None and ids.span.start.minus(x.span.start) == 2:
        call = at.calls[-1] if at.calls else None
        at.report(
            call or event.node,
            "both the caller and this helper shift: the tokens are scored two positions away",
            x,
            trust=LIKELY,
        )


WRONG = (
    """
import torch
from transformers import AutoModelForCausalLM

def loss(model: AutoModelForCausalLM, ids):
    labels = torch.full_like(ids, -100)
    labels[:, :-1] = ids[:, 1:]
    return model(input_ids=ids, labels=labels).loss  # <- SEQ202
""",
    """
import torch
from transformers import AutoModelForCausalLM

class Collator:
    def __call__(self, rows):
        width = max(len(r["ids"]) for r in rows)
        ids = torch.full((len(rows), width), self.pad)
        labels = torch.full((len(rows), width), -100)
        for i, r in enumerate(rows):
            n, p = len(r["ids"]), r["prompt_len"]
            ids[i, :n] = torch.tensor(r["ids"])
            labels[i, p - 1 : n - 1] = ids[i, p:n]
        return {"input_ids": ids, "labels": labels}

def batch_loss(name, rows, pad):
    model = AutoModelForCausalLM.from_pretrained(name)
    return model(**Collator(pad)(rows)).loss  # <- SEQ202
""",
    """
import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModelForCausalLM

class Shifting:
    def __call__(self, rows):
        ids = [torch.tensor(r["prompt"] + r["answer"]) for r in rows]
        labels = [torch.tensor([-100] * len(r["prompt"]) + r["answer"]) for r in rows]
        labels = [torch.cat([y[1:], y.new_tensor([-100])]) for y in labels]
        return {"input_ids": pad_sequence(ids, True, 0), "labels": pad_sequence(labels, True, -100)}

def train(name, loader):
    model = AutoModelForCausalLM.from_pretrained(name)
    for batch in loader:
        model(**batch).loss.backward()  # <- SEQ202
""",
    """
import torch
from torch.utils.data import DataLoader, Dataset

class Windows(Dataset):
    def __init__(self, stream, width):
        self.stream, self.width = stream, width

    def __getitem__(self, i):
        a = i * self.width
        piece = torch.tensor(self.stream[a : a + self.width + 1])
        return {"input_ids": piece[:-1], "labels": piece[1:]}

def losses(causal_lm, stream):
    for batch in DataLoader(Windows(stream, 256), batch_size=4):
        yield causal_lm(input_ids=batch["input_ids"], labels=batch["labels"]).loss.item()  # <- SEQ202
""",
    """
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM

def windows(stream, width, count):
    starts = torch.randint(0, stream.numel() - width - 1, (count,))
    x = torch.stack([stream[s : s + width] for s in starts])
    y = torch.stack([stream[s + 1 : s + 1 + width] for s in starts])
    return x, y

def shifted_loss(z, y):
    return F.cross_entropy(z[:, :-1].transpose(1, 2), y[:, 1:])

def step(name, stream):
    model = AutoModelForCausalLM.from_pretrained(name)
    x, y = windows(stream, 128, 8)
    return shifted_loss(model(x).logits.float(), y)  # <- SEQ202
""",
    """
import torch.nn.functional as F

def token_losses(scores, gold):
    scores, gold = scores[:, :-1], gold[:, 1:]
    return F.cross_entropy(scores.transpose(1, 2), gold, reduction="none")

def nll(model, input_ids):
    logits = model(input_ids).logits
    return token_losses(logits[:, :-1], input_ids[:, 1:]).sum(1)  # <- SEQ202
""",
    """
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("m")

def nll(ids):
    return model(ids[:, :-1], labels=ids[:, 1:]).loss  # <- SEQ202
""",
    """
import torch
from transformers import GPT2LMHeadModel

def training_loss(name, input_ids):
    lm = GPT2LMHeadModel.from_pretrained(name)
    targets = torch.roll(input_ids, shifts=-1, dims=1)
    out = lm(input_ids=input_ids, labels=targets)  # <- SEQ202
    return out.loss
""",
    """
import torch

def generated_logprob(model, ids):
    out = model.generate(ids, output_scores=True, return_dict_in_generate=True, do_sample=False)
    lp = torch.stack(out.scores, dim=1).log_softmax(-1)
    new = out.sequences[:, ids.shape[1]:]
    return lp[:, :-1].gather(-1, new[:, 1:].unsqueeze(-1)).sum()  # <- SEQ202
""",
    """
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import GPT2LMHeadModel

class Windows(Dataset):
    def __init__(self, stream, width):
        self.stream, self.width = stream, width

    def __getitem__(self, k):
        window = torch.from_numpy(self.stream[k * self.width : (k + 1) * self.width + 1])
        return window[:-1], window[1:]

def evaluate(model: GPT2LMHeadModel, stream):
    found = []
    for x, y in DataLoader(Windows(stream, 512), batch_size=8):
        found.append(model(input_ids=x.cuda(), labels=y.cuda()).loss.item())  # <- SEQ202
    return found
""",
    """
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("m")

class Blocks(Dataset):
    def __init__(self, stream):
        self.stream = stream

    def __getitem__(self, k):
        row = self.stream[k]
        return {"input_ids": row[:-1], "labels": row[1:]}

def evaluate(stream):
    for batch in DataLoader(Blocks(stream), batch_size=4):
        batch = {key: held.to("cuda") for key, held in batch.items()}
        yield lm(input_ids=batch["input_ids"], labels=batch["labels"]).loss  # <- SEQ202
""",
    """
def heldout(model, loader, device):
    total, n = 0.0, 0
    for batch in loader:
        ids, mask = batch["input_ids"].to(device), batch["attention_mask"].to(device)
        ahead = ids[:, 1:].masked_fill(mask[:, 1:] == 0, -100)
        out = model(input_ids=ids[:, :-1], attention_mask=mask[:, :-1], labels=ahead)  # <- SEQ202
        total, n = total + out.loss.item() * (ahead != -100).sum().item(), n + (ahead != -100).sum().item()
    return total / n
""",
)

RIGHT = (
    """
import torch
import torch.nn.functional as F

class TinyGPT(torch.nn.Module):
    def forward(self, idx, labels):
        logits = self.head(self.blocks(self.wte(idx)))
        return F.cross_entropy(logits.flatten(0, 1), labels.flatten())

def pairs(stream, width):
    for a in range(0, len(stream) - width, width):
        piece = stream[a : a + width + 1][None]
        yield piece[:, :-1], piece[:, 1:]

def mean_loss(model, stream):
    losses = [model(x, labels=y).item() for x, y in pairs(stream, 128)]
    return sum(losses) / len(losses)
""",
    """
def token_logprobs(output):
    tables = output.prompt_logprobs[1:]
    ids = output.prompt_token_ids[1:]
    return [tables[i][ids[i]].logprob for i in range(len(tables))]
""",
    """
import torch
from transformers import AutoModelForCausalLM

class Collator:
    def __call__(self, rows):
        width = max(len(r["ids"]) for r in rows)
        ids = torch.full((len(rows), width), self.pad)
        labels = torch.full((len(rows), width), -100)
        attention = torch.zeros(len(rows), width, dtype=torch.long)
        for i, r in enumerate(rows):
            n, p = len(r["ids"]), r["prompt_len"]
            ids[i, :n] = torch.tensor(r["ids"])
            attention[i, :n] = 1
            labels[i, p:n] = ids[i, p:n]
        return {"input_ids": ids, "attention_mask": attention, "labels": labels}

def batch_loss(name, rows, pad):
    model = AutoModelForCausalLM.from_pretrained(name)
    return model(**Collator(pad)(rows)).loss
""",
    """
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM

def windows(stream, width, count):
    starts = torch.randint(0, stream.numel() - width - 1, (count,))
    x = torch.stack([stream[s : s + width] for s in starts])
    y = torch.stack([stream[s + 1 : s + 1 + width] for s in starts])
    return x, y

def step(name, stream):
    model = AutoModelForCausalLM.from_pretrained(name)
    x, y = windows(stream, 128, 8)
    return F.cross_entropy(model(x).logits.float().transpose(1, 2), y)
""",
    """
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("m")

def nll(ids):
    return model(ids, labels=ids).loss
""",
    """
import torch.nn.functional as F
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("m")

def nll(ids):
    logits = model(ids[:, :-1]).logits
    return F.cross_entropy(logits.transpose(1, 2), ids[:, 1:])
""",
    """
from transformers import AutoModelForSeq2SeqLM

t5 = AutoModelForSeq2SeqLM.from_pretrained("m")

def nll(src, tgt):
    return t5(input_ids=src, labels=tgt[:, 1:]).loss
""",
    """
import torch

def generated_logprob(model, ids):
    out = model.generate(ids, output_scores=True, return_dict_in_generate=True, do_sample=False)
    lp = torch.stack(out.scores, dim=1).log_softmax(-1)
    new = out.sequences[:, ids.shape[1]:]
    return lp.gather(-1, new.unsqueeze(-1)).sum()
""",
    """
def prompt_score(out, ids, n):
    return sum(d[tok].logprob for d, tok in zip(out.prompt_logprobs[n:], ids[n:]))
""",
)

RULE = Rule(
    "SEQ202",
    (("labels", "generate", "prompt_logprobs", "cross_entropy", "CrossEntropy", "softmax", "Softmax"),),
    (Forward, Select, Subscript, Loss),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
