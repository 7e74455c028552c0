"""A padded batch goes through the model without its attention mask

## What goes wrong

The tokenizer padded the texts to one length, and the model is called on the ids alone. Without the mask it
takes the padding for text: with padding in front every real token attends to it, and in a model that reads
in both directions every token does, wherever the padding stands.

## Why it matters

The score of a text depends on how long the longest text of its batch is. A test with one text, or with
texts of one length, passes.

## When it is fine

In a causal model whose padding stands behind the text: no real token sees it, and the padded positions are
left out of the score afterwards. With texts that are not padded.

## Fix

Pass the whole encoding, `model(**encoding)`, or `attention_mask=encoding.attention_mask` beside the ids.

## Sources

- huggingface/trl pull request 2708; open-compass/opencompass issue 479.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Forward, Reporter
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Forward, at: Reporter) -> None:
    ids, model = event.inputs, event.model
    if ids.kind != "ids" or not ids.has("padded") or model.kind != "model" or not _only_ids(event, at):
        return
    if ids.has("padded-left"):
        at.report(
            event.node,
            "the padding stands in front of these ids, and without attention_mask every token attends to it",
            ids,
            trust=LIKELY,
        )
    elif model.ref in ("seq2seq", "masked", "classifier"):
        at.report(
            event.node,
            "these ids are padded, and without attention_mask a model that reads in both directions attends "
            "to the padding",
            ids,
            model,
            trust=LIKELY,
        )


def _only_ids(event: Forward, at: Reporter) -> bool:
    """Whether nothing but the ids, given by themselves, can tell the model what was padded."""
    given = event.node.args
    if len(given) > 1 or any("mask" in name or name in ("**", "inputs_embeds") for name in event.keywords):
        return False
    if not given:
        return True
    if isinstance(given[0], ast.Name):
        value = at.lookup(given[0].id)
        return value is not None and (value.kind == "ids" or (not value.known and value.has("padded")))
    # What a call returns may be an encoding, which brings its mask along.
    return not isinstance(given[0], ast.Starred) and "<mask>" not in (event.result.fields or {})


WRONG = (
    """
import torch
from transformers import AutoModelForCausalLM

class Ranker:
    def __init__(self, name, pad_id):
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        self.pad_id = pad_id

    def filled(self, rows):
        longest = max(len(row) for row in rows)
        grid = torch.full((len(rows), longest), self.pad_id)
        seen = torch.zeros_like(grid)
        for number, row in enumerate(rows):
            grid[number, longest - len(row):] = torch.tensor(row)
            seen[number, longest - len(row):] = 1
        return grid, seen

    def next_logprobs(self, rows):
        grid_ids, seen = self.filled(rows)
        return self.lm(grid_ids).logits[:, -1].log_softmax(-1)  # <- SEQ314
""",
    """
import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModelForCausalLM

lm = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-160m").eval()

def last_logprobs(rows, pad):
    ids = pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=pad, padding_side="left")
    return lm(ids).logits[:, -1].log_softmax(-1)  # <- SEQ314
""",
    """
from functools import lru_cache
from transformers import AutoTokenizer, MBartForConditionalGeneration

tok = AutoTokenizer.from_pretrained("facebook/mbart-large-50")
model = MBartForConditionalGeneration.from_pretrained("facebook/mbart-large-50")

@lru_cache
def source_ids(text):
    return tok(text, padding="max_length", max_length=256, truncation=True, return_tensors="pt").input_ids

def translation_loss(text, translation):
    labels = tok(translation, return_tensors="pt").input_ids
    return model(source_ids(text), labels=labels).loss  # <- SEQ314
""",
    """
from dataclasses import dataclass, field
from transformers import AutoTokenizer, BartForConditionalGeneration

@dataclass
class Scorer:
    name: str
    seen: dict = field(default_factory=dict)

    def __post_init__(self):
        self.tokenizer = AutoTokenizer.from_pretrained(self.name)
        self.model = BartForConditionalGeneration.from_pretrained(self.name)

    def ids(self, text):
        if text not in self.seen:
            self.seen[text] = self.tokenizer(text, padding="max_length", return_tensors="pt").input_ids
        return self.seen[text]

    def loss(self, source, target):
        labels = self.tokenizer(target, return_tensors="pt").input_ids
        return self.model(input_ids=self.ids(source), labels=labels).loss  # <- SEQ314
""",
    """
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B", padding_side="left")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B").eval()

def next_token(prompts):
    batch = tokenizer(prompts, padding=True, return_tensors="pt")
    return model(batch["input_ids"]).logits[:, -1].log_softmax(-1)  # <- SEQ314
""",
    """
import torch
from transformers import LlamaForCausalLM, LlamaTokenizerFast

class Scorer:
    def __init__(self, name):
        self.tok = LlamaTokenizerFast.from_pretrained(name)
        self.tok.padding_side = "left"
        self.lm = LlamaForCausalLM.from_pretrained(name)

    def last_rows(self, texts):
        ids = self.tok(texts, padding="longest", return_tensors="pt").input_ids.to("cuda")
        with torch.no_grad():
            out = self.lm(input_ids=ids)  # <- SEQ314
        return torch.log_softmax(out.logits[:, -1], dim=-1)
""",
    """
from transformers import AutoModelForSequenceClassification, AutoTokenizer

tok = AutoTokenizer.from_pretrained("bert-base-uncased")
clf = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")

def probabilities(texts):
    enc = tok(texts, padding=True, truncation=True, return_tensors="pt")
    return clf(enc.input_ids).logits.softmax(-1)  # <- SEQ314
""",
    """
from transformers import AutoTokenizer, T5ForConditionalGeneration

tok = AutoTokenizer.from_pretrained("t5-base")
t5 = T5ForConditionalGeneration.from_pretrained("t5-base")

def loss(questions, answer_ids):
    source = tok(questions, padding=True, return_tensors="pt")
    return t5(input_ids=source["input_ids"], labels=answer_ids).loss  # <- SEQ314
""",
)

RIGHT = (
    """
import torch
from transformers import AutoModelForCausalLM

class Ranker:
    def __init__(self, name, pad_id):
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        self.pad_id = pad_id

    def filled(self, rows):
        longest = max(len(row) for row in rows)
        grid = torch.full((len(rows), longest), self.pad_id)
        seen = torch.zeros_like(grid)
        for number, row in enumerate(rows):
            grid[number, longest - len(row):] = torch.tensor(row)
            seen[number, longest - len(row):] = 1
        return grid, seen

    def next_logprobs(self, rows):
        grid_ids, seen = self.filled(rows)
        return self.lm(grid_ids, attention_mask=seen).logits[:, -1].log_softmax(-1)
""",
    """
from functools import lru_cache
from transformers import AutoTokenizer, MBartForConditionalGeneration

tok = AutoTokenizer.from_pretrained("facebook/mbart-large-50")
model = MBartForConditionalGeneration.from_pretrained("facebook/mbart-large-50")

@lru_cache
def source_ids(text):
    return tok(text, max_length=256, truncation=True, return_tensors="pt").input_ids

def translation_loss(text, translation):
    labels = tok(translation, return_tensors="pt").input_ids
    return model(source_ids(text), labels=labels).loss
""",
    """
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B", padding_side="left")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B").eval()

def next_token(prompts):
    batch = tokenizer(prompts, padding=True, return_tensors="pt")
    return model(**batch).logits[:, -1].log_softmax(-1)

def next_token_spelled(prompts):
    batch = tokenizer(prompts, padding=True, return_tensors="pt")
    mask = batch["attention_mask"]
    return model(input_ids=batch["input_ids"], attention_mask=mask).logits[:, -1].log_softmax(-1)

def one(prompt: str):
    return model(tokenizer(prompt, return_tensors="pt").input_ids).logits[:, -1].log_softmax(-1)
""",
    """
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2", padding_side="right")
model = AutoModelForCausalLM.from_pretrained("gpt2").eval()

def log_likelihoods(texts):
    batch = tokenizer(texts, padding=True, return_tensors="pt")
    logp = model(batch.input_ids).logits[:, :-1].log_softmax(-1)
    token = logp.gather(-1, batch.input_ids[:, 1:, None]).squeeze(-1)
    return (token * batch.attention_mask[:, 1:]).sum(-1)
""",
    """
from transformers import AutoModelForSequenceClassification, AutoTokenizer

tok = AutoTokenizer.from_pretrained("bert-base-uncased")
clf = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")

def probabilities(texts):
    enc = tok(texts, padding=True, truncation=True, return_tensors="pt")
    return clf(enc.input_ids, enc.attention_mask).logits.softmax(-1)
""",
    """
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("facebook/opt-125m", padding_side="left")
lm = AutoModelForCausalLM.from_pretrained("facebook/opt-125m")

class Wrapped:
    def __call__(self, enc):
        return lm(**enc)

wrapped = Wrapped()

def rows(texts):
    enc = tok(texts, padding=True, return_tensors="pt")
    return wrapped(enc).logits[:, -1]
""",
)

RULE = Rule(
    "SEQ314",
    (("padding", "pad_", "_pad", "PAD", "pad="), ("ids", "encode(", "batch_encode")),
    (Forward,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
