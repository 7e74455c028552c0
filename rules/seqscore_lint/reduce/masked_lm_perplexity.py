"""Perplexity of a masked LM with labels=input_ids

## What goes wrong

A masked language model sees every token that isn't masked. With `labels=input_ids` and nothing masked, it
copies its input: the loss is neither that of a causal model nor a pseudo-log-likelihood, and its
exponential no perplexity.

## Why it matters

Values near 1 for any text the model can copy, or millions for a model that can't; one report had 2,059,538
where the masked variant gave 4.5.

## When it is fine

All-unmasked likelihood is a published metric of its own. Training masks the input and keeps the labels.

## Fix

Mask one position per forward pass and score only that position (pseudo-log-likelihood). Not rewritten: it
is another loop.

## Sources

- Salazar et al.: Masked Language Model Scoring (2020).
- McGill-NLP/bias-bench issue 23; huggingface/transformers issues 37 and 3927.
"""

from __future__ import annotations

import re

from seqscore_lint.flow.events import Forward, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_SCORES = re.compile(r"perplex|ppl|\bexp\b|log[-_ ]?lik|score|\bnll\b|fluen|surpris", re.IGNORECASE)
_MASKS = r"mask_token|\[MASK\]|<mask>|DataCollator|\bAUL\b|all[-_ ]unmasked"


def check(event: Forward, at: Reporter) -> None:
    labels = event.keywords.get("labels")
    if event.model.ref != "masked" or labels is None or not _is_input(labels, event.inputs):
        return
    if at.module.says(_MASKS) or ".backward(" in at.module.source or not _SCORES.search(contract.source(at)):
        return
    at.report(
        event.node,
        "a masked LM with labels=input_ids sees every token it is scored on: mask one position at a time",
        event.model,
        trust=2 if event.model.trust == 2 else LIKELY,
    )


def _is_input(labels: Value, inputs: Value) -> bool:
    if inputs.kind != "ids" or labels.has("-100"):
        return False
    return labels.vn == inputs.vn or (labels.has("clone") and labels.origin == inputs.origin)


WRONG = (
    """
import numpy as np
from transformers import AutoModelForMaskedLM, AutoTokenizer

model = AutoModelForMaskedLM.from_pretrained("bert-base-uncased")
tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")

def perplexity(text):
    enc = tokenizer(text, return_tensors="pt")
    loss = model(**enc, labels=enc["input_ids"]).loss  # <- SEQ415
    return np.exp(loss.item())
""",
    """
import torch
from transformers import BertForMaskedLM

class Fluency:
    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.bert = BertForMaskedLM.from_pretrained("bert-base-cased")

    def score(self, text):
        ids = self.tokenizer.encode(text, return_tensors="pt")
        out = self.bert(ids, labels=ids)  # <- SEQ415
        return torch.exp(out.loss).item()
""",
    """
import numpy as np
from transformers import RobertaForMaskedLM

def nll(name, tokenizer, text):
    mlm = RobertaForMaskedLM.from_pretrained(name)
    ids = tokenizer(text, return_tensors="pt").input_ids
    return np.exp(mlm(input_ids=ids, labels=ids.clone()).loss.item())  # <- SEQ415
""",
)

RIGHT = (
    """
import torch
from transformers import AutoModelForMaskedLM

def pseudo_loglikelihood(name, tokenizer, text):
    model = AutoModelForMaskedLM.from_pretrained(name)
    ids = tokenizer(text, return_tensors="pt").input_ids
    total = 0.0
    for i in range(1, ids.size(1) - 1):
        masked = ids.clone()
        masked[0, i] = tokenizer.mask_token_id
        logits = model(masked).logits
        total += torch.log_softmax(logits[0, i], -1)[ids[0, i]].item()
    return total
""",
    """
import numpy as np
from transformers import AutoModelForCausalLM

def perplexity(name, tokenizer, text):
    model = AutoModelForCausalLM.from_pretrained(name)
    ids = tokenizer(text, return_tensors="pt").input_ids
    return np.exp(model(ids, labels=ids).loss.item())
""",
    """
from transformers import AutoModelForMaskedLM, DataCollatorForLanguageModeling

def score(name, tokenizer, texts):
    model = AutoModelForMaskedLM.from_pretrained(name)
    batch = DataCollatorForLanguageModeling(tokenizer)([tokenizer(t) for t in texts])
    return model(**batch).loss.item()
""",
)

RULE = Rule("SEQ415", (("MaskedLM",), ("labels",)), (Forward,), check, WRONG, RIGHT, __doc__ or "")
