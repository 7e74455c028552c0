"""-inf or NaN masked by multiplying with 0

## What goes wrong

0 · -inf is NaN. A log-probability that is -inf (an entry masked before the softmax, a token outside top-k) survives
a mask that multiplies, and one NaN makes the whole sum NaN.

## Why it matters

The score of the row, the mean of the batch and the gradient of every parameter become NaN because of a position
that was not to be counted.

## When it is fine

Where the values are finite: log_softmax of finite logits. Soft masks (weights) multiply by design.

## Fix

`torch.where(mask, logp, 0.0)` or `logp.masked_fill(~mask, 0.0)`: select, don't multiply.

## Sources

- IEEE 754: 0 · infinity is an invalid operation, its result NaN.
"""

from __future__ import annotations

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Binary, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def check(event: Binary, at: Reporter) -> None:
    if event.operation != "*":
        return
    for score, other in ((event.left, event.right), (event.right, event.left)):
        if _is_infinite(score) and _is_mask(other):
            at.report(event.node, "0 times -inf is NaN: select with where() or masked_fill() instead of multiplying by the mask",
                      score, trust=LIKELY)  # fmt: skip
            return
        if _asks_where(other, score) and not score.has("zeroed", "masked"):
            at.report(
                event.node,
                "0 times NaN or infinity is NaN: select with where(), or sum with nansum()",
                trust=LIKELY,
            )
            return


def _is_infinite(score: Value) -> bool:
    """Whether some of the scores are -inf."""
    return (
        score.has("minus-infinity")
        and score.kind in ("logprob", "logit", "nll", "?")
        and score.pick in ("", "chosen", "?")
        and not score.reduced.startswith("mean")
        and not score.has("zeroed", "selected")
    )


def _is_mask(other: Value) -> bool:
    return (
        other.kind in ("mask", "bool")
        or other.has("predicate")
        or (not other.known and names.speaks_of_mask(other.ref))
    )


def _asks_where(mask: Value, score: Value) -> bool:
    """Whether a mask was made by asking where this very array is finite or a number."""
    if mask.has("predicate") and mask.kind == "mask":
        asked = mask
        while asked.parts and asked.parts[0].has("predicate"):
            asked = asked.parts[0]
        return any(part.vn == score.vn for part in asked.parts)
    return False


WRONG = (
    """
import torch
from torch.nn.utils.rnn import pad_sequence

def totals(samples):
    lengths = torch.tensor([len(s["logprobs"]) for s in samples])
    table = pad_sequence([torch.tensor(s["logprobs"]) for s in samples], batch_first=True, padding_value=-torch.inf)
    counted = torch.arange(table.shape[1]) < lengths[:, None]
    return (table * counted).sum(-1)  # <- SEQ606
""",
    """
import torch

def legal_logprobs(logits, y, attention_mask, illegal):
    forbidden = torch.isin(torch.arange(logits.size(-1)), illegal)
    z = logits.masked_fill(forbidden, -torch.inf)
    lp = torch.log_softmax(z, dim=-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)  # <- SEQ108
    counts = attention_mask[:, 1:] * (~forbidden[y]).long()
    return (lp * counts).sum(-1)  # <- SEQ606
""",
    """
import numpy as np

def totals(rows, width):
    grid = np.full((len(rows), width), np.nan)
    for i, row in enumerate(rows):
        grid[i, : len(row["token_logprobs"])] = row["token_logprobs"]
    lengths = np.array([len(row["token_logprobs"]) for row in rows])
    mask = np.arange(width)[None] < lengths[:, None]
    return (grid * mask).sum(1)  # <- SEQ606
""",
    """
import torch
from torch.nn.utils.rnn import pad_sequence

def totals(model, pairs):
    rows = []
    for prompt, reply in pairs:
        seq = torch.tensor([prompt + reply])
        lp = model(seq).logits[0, len(prompt) - 1 : -1].log_softmax(-1)
        rows.append(lp.gather(-1, seq[0, len(prompt) :, None]).squeeze(-1))
    grid = pad_sequence(rows, batch_first=True, padding_value=float("-inf"))
    mask = (torch.arange(grid.size(1)) < torch.tensor([[r.numel()] for r in rows])).float()
    return (grid * mask).sum(dim=1)  # <- SEQ606
""",
    """
import torch

def response_logprob(model, ids, response):
    z = model(ids).logits[:, :-1]
    z[..., model.config.pad_token_id] = float("-inf")
    lp = z.log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    weight = response[:, 1:].float()
    return (lp * weight).sum(-1)  # <- SEQ606
""",
    """
import numpy as np

def totals(rows):
    scores = np.array(rows, dtype=float)  # None became NaN
    known = 1.0 - np.isnan(scores)
    return (scores * known).sum(axis=1)  # <- SEQ606
""",
    """
import torch

def summed(token_logprobs, keep):
    scores = torch.where(keep, token_logprobs, -torch.inf)
    return torch.einsum("bt,bt->b", scores, keep.float())  # <- SEQ606
""",
    """
import tensorflow as tf

def constrained(logits, ids, mask, banned):
    logits = logits + tf.where(banned, float("-inf"), 0.0)
    chosen = tf.gather(tf.nn.log_softmax(logits), ids, batch_dims=2)
    return tf.reduce_sum(chosen * mask, axis=1)  # <- SEQ606
""",
    """
import torch

def masked_score(logits, ids, mask, banned):
    logits = logits.masked_fill(banned, float("-inf"))
    lp = torch.log_softmax(logits, dim=-1)
    chosen = lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return (chosen * mask).sum(-1)  # <- SEQ606
""",
    """
import torch

def score(logits, labels, attention_mask, allowed):
    lp = logits.log_softmax(-1)
    lp = torch.where(allowed, lp, float("-inf"))
    picked = lp.gather(2, labels[..., None]).squeeze(2)
    return (picked * attention_mask).sum(1)  # <- SEQ606
""",
    """
import numpy as np

def span_score(log_probs, tokens, mask):
    log_probs[:, 0] = -np.inf
    chosen = np.take_along_axis(log_probs, tokens[:, None], axis=-1)[:, 0]
    return np.sum(chosen * mask)  # <- SEQ606
""",
)

RIGHT = (
    """
import torch
from torch.nn.utils.rnn import pad_sequence

def totals(samples):
    lengths = torch.tensor([len(s["logprobs"]) for s in samples])
    table = pad_sequence([torch.tensor(s["logprobs"]) for s in samples], batch_first=True, padding_value=-torch.inf)
    counted = torch.arange(table.shape[1]) < lengths[:, None]
    return table.masked_fill(~counted, 0.0).sum(-1)
""",
    """
import torch

def diffusion_bound(model, tokens, mask_id, ratio):
    \"\"\"Weighted NLL of the masked places of a language model that never emits the mask token.\"\"\"
    hidden = torch.rand(tokens.shape) < ratio
    logits = model(torch.where(hidden, mask_id, tokens)).logits
    logits[..., mask_id] = float("-inf")
    lp = logits.log_softmax(-1).gather(-1, tokens.unsqueeze(-1)).squeeze(-1)
    return -(lp * hidden).sum(-1) / ratio
""",
    """
import numpy as np

def totals(rows, width):
    grid = np.full((len(rows), width), np.nan)
    for i, row in enumerate(rows):
        grid[i, : len(row["token_logprobs"])] = row["token_logprobs"]
    return np.nansum(grid, axis=1)
""",
    """
import torch
from torch.nn.utils.rnn import pad_sequence

def totals(model, pairs):
    rows = []
    for prompt, reply in pairs:
        seq = torch.tensor([prompt + reply])
        lp = model(seq).logits[0, len(prompt) - 1 : -1].log_softmax(-1)
        rows.append(lp.gather(-1, seq[0, len(prompt) :, None]).squeeze(-1))
    return pad_sequence(rows, batch_first=True, padding_value=0.0).sum(dim=1)
""",
    """
import numpy as np

def totals(rows):
    scores = np.array(rows, dtype=float)
    known = ~np.isnan(scores)
    return (np.where(known, scores, 0.0) * known).sum(axis=1)
""",
    """
import torch

def summed(token_logprobs, keep):
    filled = token_logprobs.masked_fill(~keep, 0.0)
    return torch.einsum("bt,bt->b", filled, keep.float())
""",
    """
import torch

def masked_score(logits, ids, mask, banned):
    logits = logits.masked_fill(banned, float("-inf"))
    lp = torch.log_softmax(logits, dim=-1)
    chosen = lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return chosen.masked_fill(mask == 0, 0.0).sum(-1)
""",
    """
import torch

def score(logits, ids, mask):
    lp = torch.log_softmax(logits, dim=-1)
    chosen = lp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return (chosen * mask).sum(-1)
""",
    """
import torch

def attention(scores, mask, values):
    scores = scores.masked_fill(mask == 0, float("-inf"))
    return torch.softmax(scores, dim=-1) @ values
""",
)

RULE = Rule(
    "SEQ606",
    (
        ("inf", "-1e", "nan", "log("),
        ("mask", "valid", "keep", "span", "weight", "arange(", "isnan", "isfinite"),
    ),
    (Binary,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
