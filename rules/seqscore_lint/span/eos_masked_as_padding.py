"""A real EOS masked out because the padding token is the EOS token

## What goes wrong

GPT-2 and Llama come without a padding token, so `tokenizer.pad_token = tokenizer.eos_token`. From then on
`ids != tokenizer.pad_token_id` is false at the padding and also at the EOS that ends the text, and whatever
is masked by that comparison loses both.

## Why it matters

The end of the text is never scored, or never trained: log p(text, end) is the log-probability of a prefix,
and a model tuned on such labels does not learn to stop.

## When it is fine

With a padding token of its own. Where the mask comes from the attention mask or from lengths, which know
the padding from an EOS that has the same id.

## Fix

`attention_mask.bool()` for the mask, `labels.masked_fill(attention_mask == 0, -100)` for the labels.

## Sources

- NVIDIA-NeMo/Automodel issue 1336; wenet-e2e/wesr pull request 5 (the model never stops); microsoft/
  onnxruntime-genai pull request 1694.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow.events import Loss, Mask, Reporter
from seqscore_lint.flow.operations.arithmetic import special_token
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import scores_of_tokens

_PADS_WITH_EOS = (
    r"pad_token(_id)?(,[\w., ]*)?([\"']\s*:| =(?!=))[\w. ]*\beos_token|"
    r"\bpad_token[\"']?\s*[=:]\s*[\"'](<\|endoftext\|>|</s>)|"
    r"\bpad(ding)?_id =(?!=)[\w. ]*\beos(_token)?_id"
)
"""What a file says that makes the EOS its padding token."""


def check(event: Mask | Loss, at: Reporter) -> None:
    if isinstance(event, Loss):
        ignored = event.options.get("ignore_index")
        if ignored is not None and _is_padding(ignored) and event.target.kind == "ids":
            _report(event.node, at, ignored, event.target)
        return
    mask = event.mask
    if not mask.has("by-value") or not mask.has("pad_token_id", "eos_token_id"):
        return
    wrong = mask.has("keep") if event.keeps else mask.has("drop")
    if wrong and (scores_of_tokens(event.x) or event.x.kind == "ids"):
        _report(mask.made or event.node, at, mask)


def _pads_with_eos(node: ast.AST, at: Reporter) -> bool:
    """Whether the class around a node, where it decides on a padding token of its own, decides on the EOS."""
    owner = next((above for above in at.module.ancestors(node) if isinstance(above, ast.ClassDef)), None)
    if owner is None:
        return True
    text = "\n".join(at.module.rows(owner))
    decides = re.search(r"pad_token(_id)?[\"']?\s*(=(?!=)|:)", text)
    return decides is None or re.search(_PADS_WITH_EOS, text, re.IGNORECASE) is not None


def _is_padding(index: Value) -> bool:
    return special_token(index) in ("pad_token_id", "eos_token_id")


def _report(node: ast.AST, at: Reporter, *because: Value) -> None:
    if not at.module.says(_PADS_WITH_EOS) or not _pads_with_eos(node, at):
        return
    at.report(
        node,
        "the padding token is the EOS token here, so masking by its id drops the EOS that ends the text as "
        "well: use the attention mask",
        *because,
        trust=LIKELY,
    )


WRONG = (
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("gpt2")
tok.pad_token = tok.eos_token
lm = AutoModelForCausalLM.from_pretrained("gpt2").eval()

def log_likelihoods(texts):
    enc = tok([t + tok.eos_token for t in texts], padding=True, return_tensors="pt")
    logp = lm(**enc).logits[:, :-1].log_softmax(-1)
    token = logp.gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
    keep = enc.input_ids[:, 1:] != tok.pad_token_id  # <- SEQ304
    return (token * keep).sum(-1)
""",
    """
from transformers import AutoTokenizer

class Collator:
    def __init__(self, name):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        if self.tokenizer.pad_token is None:
            self.tokenizer.pad_token_id = self.tokenizer.eos_token_id

    def __call__(self, rows):
        texts = [row["text"] + self.tokenizer.eos_token for row in rows]
        batch = self.tokenizer(texts, padding=True, return_tensors="pt")
        labels = batch["input_ids"].clone()
        labels[labels == self.tokenizer.pad_token_id] = -100  # <- SEQ304
        batch["labels"] = labels
        return batch
""",
    """
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.add_special_tokens({"pad_token": tokenizer.eos_token})
model = AutoModelForCausalLM.from_pretrained("gpt2")

def token_nll(texts):
    enc = tokenizer([t + tokenizer.eos_token for t in texts], padding=True, return_tensors="pt")
    logits = model(**enc).logits[:, :-1]
    targets = enc["input_ids"][:, 1:]
    return F.cross_entropy(  # <- SEQ304
        logits.transpose(1, 2), targets, reduction="none", ignore_index=tokenizer.pad_token_id
    )
""",
    """
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token

def labels_of(texts):
    ids = tokenizer([t + tokenizer.eos_token for t in texts], padding=True, return_tensors="pt").input_ids
    return ids.masked_fill(ids == tokenizer.eos_token_id, -100)  # <- SEQ304
""",
)

RIGHT = (
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("gpt2")
tok.pad_token = tok.eos_token
lm = AutoModelForCausalLM.from_pretrained("gpt2").eval()

def log_likelihoods(texts):
    enc = tok([t + tok.eos_token for t in texts], padding=True, return_tensors="pt")
    logp = lm(**enc).logits[:, :-1].log_softmax(-1)
    token = logp.gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
    return (token * enc.attention_mask[:, 1:]).sum(-1)
""",
    """
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.add_special_tokens({"pad_token": "<pad>"})

def labels_of(texts):
    labels = tokenizer([t + tokenizer.eos_token for t in texts], padding=True, return_tensors="pt").input_ids
    labels[labels == tokenizer.pad_token_id] = -100
    return labels
""",
    """
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token

def labels_of(texts):
    enc = tokenizer([t + tokenizer.eos_token for t in texts], padding=True, return_tensors="pt")
    return enc.input_ids.masked_fill(enc.attention_mask == 0, -100)
""",
    """
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token

def up_to_first_eos(token_logprobs, generated_ids):
    ended = (generated_ids == tokenizer.eos_token_id).cumsum(-1)
    keep = (ended == 0) | ((ended == 1) & (generated_ids == tokenizer.eos_token_id))
    return (token_logprobs * keep).sum(-1)
""",
    """
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("own")
tokenizer.add_special_tokens({"pad_token": "<pad>", "eos_token": "<end>"})

def labels_of(model, texts):
    enc = tokenizer(texts, padding=True, return_tensors="pt")
    model.generate(**enc, pad_token_id=tokenizer.eos_token_id)
    return enc.input_ids.masked_fill(enc.input_ids == tokenizer.pad_token_id, -100)
""",
    """
def pad_rows(tokenizer, rows):
    if tokenizer.pad_token == tokenizer.eos_token:
        raise ValueError("needs a padding token of its own")
    labels = tokenizer.pad(rows, return_tensors="pt")["input_ids"]
    labels[labels == tokenizer.pad_token_id] = -100
    return labels
""",
)

RULE = Rule(
    "SEQ304",
    (("eos_token",), ("pad_token", "pad_id", "padding_id")),
    (Mask, Loss),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
