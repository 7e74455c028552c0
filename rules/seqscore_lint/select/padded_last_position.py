"""logits[:, -1] read from a right-padded batch

## What goes wrong

In a batch padded on the right the last position of every shorter row is padding. Its logits predict what follows a
pad token.

## Why it matters

The score of a row depends on the longest text that happens to share its batch.

## When it is fine

A batch of one, rows of equal length, or a tokenizer with `padding_side="left"`.

## Fix

`logits[torch.arange(B), attention_mask.sum(1) - 1]`, or pad on the left.

## Sources

- transformers documentation, generation: decoder-only models need left padding.
"""

from __future__ import annotations

from seqscore_lint.flow.events import Reporter, Subscript
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Subscript, at: Reporter) -> None:
    x = event.base
    if (
        x.kind not in ("logit", "prob", "logprob")
        or x.has("read-from-padded", "padded-left")
        or not event.result.has("read-from-padded")
    ):
        return
    left = at.module.padding_side == "left" or (
        not at.module.padding_side and at.module.says(r"padding_side|left[-_ ]pad|pad_left")
    )
    if left or x.domain in ("masked", "classifier", "seq2seq"):
        return
    at.report(
        event.node,
        "in a right-padded batch the last position is padding: index the last real token of each row",
        x,
        trust=LIKELY,
    )


WRONG = (
    """
import jax
import jax.numpy as jnp
import numpy as np

def to_batch(rows, pad):
    ids = np.full((len(rows), max(len(r) for r in rows)), pad, dtype=np.int32)
    for i, r in enumerate(rows):
        ids[i, : len(r)] = r
    return jnp.asarray(ids)

def next_words(model, rows, pad):
    z = model(input_ids=to_batch(rows, pad)).logits
    return jax.nn.log_softmax(z[:, -1, :], axis=-1)  # <- SEQ208
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m")
model = AutoModelForCausalLM.from_pretrained("m")

def next_token(prompts: list[str]):
    enc = tok(prompts, return_tensors="pt", padding=True)
    logits = model(**enc).logits
    return logits[:, -1].log_softmax(-1)  # <- SEQ208
""",
    """
def yes_minus_no(model, tokenizer, texts, yes, no):
    batch = tokenizer(texts, padding="longest", return_tensors="pt")
    out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    last = out.logits[:, -1, :]  # <- SEQ208
    return last[:, yes] - last[:, no]
""",
    """
import torch

def choices(model, tok, prompts, ids):
    x = tok(list(prompts), padding=True, return_tensors="pt")
    probs = torch.softmax(model(**x).logits, dim=-1)
    return probs[:, -1][:, ids]  # <- SEQ208
""",
    """
import numpy as np

def rows_of(texts, pad):
    width = max(map(len, texts))
    return np.array([list(t) + [pad] * (width - len(t)) for t in texts])

def following(session, texts, pad):
    (z,) = session.run(["logits"], {"input_ids": rows_of(texts, pad)})
    return z[:, -1]  # <- SEQ208
""",
)

RIGHT = (
    """
import torch
from transformers import AutoModelForCausalLM

class Continuations:
    def __init__(self, name, pad_id):
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        self.pad_id = pad_id

    def aligned(self, rows):
        longest = max(len(row) for row in rows)
        grid = torch.full((len(rows), longest), self.pad_id)
        seen = torch.zeros_like(grid)
        for number, row in enumerate(rows):
            grid[number, longest - len(row):] = torch.tensor(row)
            seen[number, longest - len(row):] = 1
        return grid, seen

    def probabilities(self, rows):
        grid_ids, seen = self.aligned(rows)
        p = self.lm(grid_ids, attention_mask=seen).logits.softmax(-1)
        return p[:, -1]
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m", padding_side="left")
model = AutoModelForCausalLM.from_pretrained("m")

def next_token(prompts: list[str]):
    enc = tok(prompts, return_tensors="pt", padding=True)
    return model(**enc).logits[:, -1].log_softmax(-1)
""",
    """
def next_token(model, tok, prompt: str):
    enc = tok(prompt, return_tensors="pt")
    return model(**enc).logits[:, -1].log_softmax(-1)
""",
    """
import torch

def next_token(model, tok, prompts: list[str]):
    enc = tok(prompts, return_tensors="pt", padding=True)
    logits = model(**enc).logits
    last = enc.attention_mask.sum(1) - 1
    return logits[torch.arange(len(prompts)), last].log_softmax(-1)
""",
)

RULE = Rule("SEQ208", (("pad",), ("-1",)), (Subscript,), check, WRONG, RIGHT, __doc__ or "")
