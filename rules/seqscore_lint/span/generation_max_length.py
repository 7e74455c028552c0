"""Text cut at config.max_length, the default length of generate

## What goes wrong

`model.config.max_length` is not what the model can read. It is the default of `generate`, 20 tokens where
nobody set it. A text truncated there loses everything after its first 20 tokens, and nothing warns.

## Why it matters

The perplexity of a document becomes that of its first line, and two models whose configurations differ in
this leftover of generation are compared on different texts.

## When it is fine

As the length of what `generate` writes, and in a configuration of your own whose `max_length` is the
window.

## Fix

The window of the model: `model.config.max_position_embeddings` (`n_positions` of GPT-2) or
`tokenizer.model_max_length`. Longer documents are scored in windows.

## Sources

- Hugging Face transformers documentation, GenerationConfig: "max_length (int, optional, defaults to 20)".
- huggingface/evaluate issue 332: perplexity truncated at config.max_length.
"""

from __future__ import annotations

from seqscore_lint.flow.events import Call, Reporter, Subscript, Tokenise
from seqscore_lint.flow.values import Value
from seqscore_lint.rule import Rule


def check(event: Tokenise | Subscript | Call, at: Reporter) -> None:
    limits: tuple[Value, ...] = ()
    if isinstance(event, Tokenise):
        limits = (event.keywords["max_length"],) if "max_length" in event.keywords else ()
    elif isinstance(event, Subscript):
        limits = event.index.items or () if event.index.kind == "slice" else ()
    elif event.name == "range":
        limits = event.args[2:3]
    for limit in limits:
        source = _generation_length(limit)
        if source is not None:
            at.report(
                source.made or event.node,
                "config.max_length is the default length of generate (20 tokens), and text is cut there: "
                "use max_position_embeddings or tokenizer.model_max_length",
                limit,
            )


def _generation_length(value: Value, depth: int = 4) -> Value | None:
    """The configuration's max_length that a bound is made of: itself, negated, a few tokens less, or behind a start."""
    if value.ref == "config.max_length" and value.made is not None:
        return value
    if not depth or (value.known and value.ref not in ("negative", "config.max_length")):
        return None
    parts = value.parts[:1] if value.known else value.parts
    return next(filter(None, (_generation_length(part, depth - 1) for part in parts)), None)


WRONG = (
    """
def windows(model, ids, stride=256):
    size = model.generation_config.max_length  # <- SEQ313
    for start in range(0, len(ids), stride):
        yield ids[start : start + size]
""",
    """
import torch

class Adapter:
    @property
    def window(self):
        return self.lm.config.max_length  # <- SEQ313

    def logits(self, ctx, cont):
        whole = (ctx + cont)[-(self.window + 1) :]
        return self.lm(torch.tensor(whole[:-1])[None]).logits
""",
    """
def perplexity(model, tokenizer, text):
    ids = tokenizer(
        text, return_tensors="pt", truncation=True,
        max_length=model.config.max_length,  # <- SEQ313
    ).input_ids
    return model(ids, labels=ids).loss.exp().item()
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

class Perplexity:
    def __init__(self, name):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name)
        self.window = self.model.config.max_length - 1  # <- SEQ313

    def encode(self, texts):
        return self.tokenizer(texts, truncation=True, max_length=self.window)
""",
    """
def windows(model, tokenizer, document):
    ids = tokenizer.encode(document)
    size = model.config.max_length  # <- SEQ313
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
""",
    """
from transformers import AutoConfig

config = AutoConfig.from_pretrained("gpt2")

def last_window(tokenizer, text):
    input_ids = tokenizer(text, return_tensors="pt").input_ids
    return input_ids[:, -config.max_length:]  # <- SEQ313
""",
)

RIGHT = (
    """
def perplexity(model, tokenizer, text):
    limit = model.config.max_position_embeddings
    ids = tokenizer(text, return_tensors="pt", truncation=True, max_length=limit).input_ids
    return model(ids, labels=ids).loss.exp().item()
""",
    """
def complete(model, tokenizer, prompt):
    inputs = tokenizer(prompt, return_tensors="pt")
    return model.generate(**inputs, max_length=model.config.max_length)
""",
    """
def encode(tokenizer, texts, config):
    return tokenizer(texts, truncation=True, max_length=config.max_length)
""",
    """
def greedy(model, tokenizer, prompt):
    ids = tokenizer(prompt, return_tensors="pt").input_ids
    for _ in range(model.config.max_length):
        ids = extend(ids, model(ids).logits[:, -1].argmax(-1))
    return ids

def extend(ids, token):
    import torch
    return torch.cat([ids, token[:, None]], dim=-1)
""",
    """
def encode(self, tokenizer, texts):
    return tokenizer(texts, truncation=True, max_length=tokenizer.model_max_length)
""",
    """
def encode(args, tokenizer, texts):
    return tokenizer(texts, truncation=True, max_length=args.max_length)
""",
)

RULE = Rule(
    "SEQ313",
    (("max_length",), ("config", "Config")),
    (Tokenise, Subscript, Call),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
