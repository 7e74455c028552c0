"""Only the first or last token of a multi-token label scored

## What goes wrong

`encode(label)[0]` is one piece of the label, and often not even that: the BOS, or a bare space. Labels that share
the piece get the same score, and the rest of the label is not scored at all.

## Why it matters

Two labels with the same first token tie on every example, and the accuracy is chance; a model change looks like a
regression when only the tokenizer changed.

## When it is fine

Labels that were checked to be one token each, and letters such as " A".

## Fix

Sum the log-probabilities of all label tokens, or assert `len(ids) == 1` and that the ids are distinct.

## Sources

- log p(label) = sum over its tokens, each given those before it.
"""

from __future__ import annotations

import ast

from seqscore_lint.flow.events import Reporter, Select
from seqscore_lint.flow.values import LIKELY
from seqscore_lint.rule import Rule


def check(event: Select, at: Reporter) -> None:
    index = event.index
    if event.how not in ("index", "gather") or event.x.kind not in ("logit", "prob", "logprob"):
        return
    index = index.elem or index
    if index.kind != "ids" or not index.has("one-of-several") or index.made is None or _is_checked(at):
        return
    at.report(
        index.made,
        "one token stands for the whole label: sum over all of its tokens, or assert that it is one",
        index,
        trust=LIKELY,
    )


def _is_checked(at: Reporter) -> bool:
    """Whether the file makes sure that a label is a single token."""
    for node in ast.walk(at.module.tree):
        tests = [node.test] if isinstance(node, (ast.Assert, ast.If)) else getattr(node, "ifs", [])
        for part in (part for test in tests for part in ast.walk(test)):
            if isinstance(part, ast.Compare) and any(
                isinstance(c, ast.Constant) and c.value == 1
                for other in part.comparators
                for c in ast.walk(other)
            ):
                asked = ast.walk(part.left)  # len(ids), {len(i) for i in all_ids}, max(map(len, all_ids))
                if any(isinstance(name, ast.Name) and name.id == "len" for name in asked):
                    return True
    return False


WRONG = (
    """
import torch

def label_scores(model, tok, prompt, labels: list[str]):
    logp = torch.log_softmax(model(tok(prompt, return_tensors="pt").input_ids).logits[0, -1], dim=-1)
    scores = {}
    for label in labels:
        first = tok.encode(label, add_special_tokens=False)[0]  # <- SEQ209
        scores[label] = logp[first].item()
    return scores
""",
    """
def classify(model, tokenizer, text, names):
    probs = model(**tokenizer(text, return_tensors="pt")).logits[0, -1].softmax(-1)
    ids = [tokenizer(" " + n).input_ids[-1] for n in names]  # <- SEQ209
    return [probs[i].item() for i in ids]
""",
    """
import torch

def sentiment(model, tok, review):
    z = model(tok(review, return_tensors="pt").input_ids).logits[:, -1]
    lp = torch.log_softmax(z, dim=-1)
    neg = tok.encode(" unsatisfactory")[1]  # <- SEQ209
    return lp[:, neg]
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

WORDS = {"neg": " dissatisfied", "pos": " delighted"}

def build(name):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name)
    heads = {k: tok(w, add_special_tokens=False)["input_ids"][0] for k, w in WORDS.items()}  # <- SEQ209
    return tok, lm, heads

def classify(comment, tok, lm, heads):
    last = lm(**tok(comment, return_tensors="pt")).logits[0, -1].log_softmax(-1)
    return max(heads, key=lambda k: last[heads[k]].item())

parts = build("m")
print(classify("The staff were", *parts))
""",
)

RIGHT = (
    """
def rating(lm, tok, prompt):
    numerals = [tok.encode(str(n))[0] for n in range(10)]
    spaced = [tok.encode(f" {n}", add_special_tokens=False)[0] for n in range(10)]
    z = lm(**tok(prompt, return_tensors="pt")).logits[0, -1].float()
    return int(z[numerals].argmax()), int(z[spaced].argmax())
""",
    """
def shares(model, tok, stem, words):
    z = model(tok(stem, return_tensors="pt").input_ids).logits[0, -1]
    encoded = [tok(" " + word).input_ids for word in words]
    single = [ids[0] for ids in encoded if len(ids) == 1]
    return z.softmax(-1)[single]
""",
    """
import torch

def stance(model, tok, tweet, stances):
    encoded = [tok(" " + s, add_special_tokens=False).input_ids for s in stances]
    assert set(map(len, encoded)) == {1}, "a stance must be one token"
    z = model(tok(tweet, return_tensors="pt").input_ids).logits[0, -1]
    return torch.log_softmax(z, dim=-1)[[e[0] for e in encoded]]
""",
    """
def best_option(model, tok, question, options):
    rows = [tok.encode(o, add_special_tokens=False) for o in options]
    if max(map(len, rows)) > 1:
        raise ValueError("options of one token only")
    first = [row[0] for row in rows]
    return model(tok(question, return_tensors="pt").input_ids).logits[0, -1, first].argmax().item()
""",
    """
import torch

def label_scores(model, tok, prompt, labels: list[str]):
    logp = torch.log_softmax(model(tok(prompt, return_tensors="pt").input_ids).logits[0, -1], dim=-1)
    scores = {}
    for label in labels:
        ids = tok.encode(label, add_special_tokens=False)
        assert len(ids) == 1, label
        scores[label] = logp[ids[0]].item()
    return scores
""",
    """
def letters(model, tok, prompt):
    logits = model(tok(prompt, return_tensors="pt").input_ids).logits[0, -1]
    return [logits[tok.encode(letter)[-1]].item() for letter in ("A", "B", "C", "D")]
""",
    """
def stop_id(tok, stop):
    return tok.encode(stop, add_special_tokens=False)[0]
""",
    """
import torch

def yes_probability(model, tok, prompt):
    logits = model(tok(prompt, return_tensors="pt").input_ids).logits[0, -1]
    yes = tok.encode(" yes")[0]
    return torch.softmax(logits, dim=-1)[yes]
""",
)

RULE = Rule(
    "SEQ209",
    (("encode", "input_ids", "tok"), ("logit", "softmax", "Softmax", "prob")),
    (Select,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
