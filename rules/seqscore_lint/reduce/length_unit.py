"""Normalised by characters, bytes or tokens where another unit is specified

## What goes wrong

`len(text)` counts characters, `len(text.encode())` bytes, `len(tokenizer(text).input_ids)` tokens. The code
says one unit, in a name or in its documentation, and divides by another.

## Why it matters

For ASCII, characters and bytes agree, so tests pass; for Chinese a character is three bytes, and bits per
byte are off by a factor of three. Tokens differ between tokenizers, which per-byte scores are meant to
remove.

## When it is fine

acc_norm of lm-eval is per character by definition; any unit is fine where nothing else is promised.

## Fix

`len(text.encode("utf-8"))` for bytes, `len(text)` for characters, the number of token ids for tokens. Not
rewritten: the name may be what is wrong.

## Sources

- EleutherAI/lm-evaluation-harness issue 3278, pull request 3811; facebookresearch/adaptive-span issue 17.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Assign, Binary, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.rule import Rule

_WORDS = {
    "byte": frozenset({"byte", "bytes", "nbytes"}),
    "char": frozenset({"char", "chars", "character", "characters", "nchars"}),
    "token": frozenset({"tokens", "ntokens", "toks"}),
}
_PROMISES = {
    "byte": re.compile(
        r"per[-_ ]?(?:utf-?8[-_ ])?bytes?(?![a-z])|(?<![a-z])bpb(?![a-z])|bytes?[-_ ](?:level[-_ ])?(?:norm|"
        r"length|count)|(?:number|count) of (?:utf-?8 )?bytes|acc_bytes|by bytes",
        re.IGNORECASE,
    ),
    "char": re.compile(
        r"per[-_ ]?char(?:acter)?s?(?![a-z])|(?<![a-z])bpc(?![a-z])|char(?:acter)?s?[-_ ](?:norm|length|"
        r"count)|number of char(?:acter)?s|by characters",
        re.IGNORECASE,
    ),
    "token": re.compile(
        r"per[-_ ]?tokens?(?![a-z])|tokens?[-_ ](?:norm|length|count)|number of tokens|by tokens",
        re.IGNORECASE,
    ),
}
_NAMES = {"byte": "bytes", "char": "characters", "token": "tokens", "word": "words", "text": "characters"}


def check(event: Assign | Binary, at: Reporter) -> None:
    if isinstance(event, Assign):
        unit = _unit(event.value)
        named = _named(event.name) if unit else ""
        if named and _differs(unit, named, at) and unit != "word" and event.name != "len":
            at.report(
                event.node,
                f"{event.name} counts {_NAMES[unit]}, not {_NAMES[named]}",
                event.value,
                trust=LIKELY,
            )
    elif event.operation == "/" and event.left.kind in ("logprob", "nll", "?"):
        unit = _unit(event.right)
        promised = _promised(event, unit, at) if unit else ""
        if promised and _differs(unit, promised, at):
            at.report(
                event.node,
                f"divided by the number of {_NAMES[unit]} where {_NAMES[promised]} are promised",
                *([event.left] if event.left.known else []),
                *([event.right] if unit != "text" else []),  # of a text its name speaks
                trust=LIKELY,
            )


def _differs(unit: str, promised: str, at: Reporter) -> bool:
    if unit == promised or (unit == "text" and promised != "byte"):
        return False
    pair = {unit, promised}
    one_each = pair - {"token"} if "token" in pair else set()
    return not any(at.module.says(_ONE_EACH[other]) for other in one_each & _ONE_EACH.keys())


_ONE_EACH = {
    "byte": r"(?<![a-z])bytes?[-_ ]?(?:level(?![-_ ]bpe)|lms?|models?|transformers?|gpt|rnn|lstm|tokens?|vocab|ids)(?![a-z])|read_bytes|"
    r"dtype=[a-z.]*uint8|bytes are (?:the )?tokens|bytearray|byt5|canine|list\([^()\n]*(?:\.encode\((?:\)|[\"']utf)|bytes)",
    "char": r"(?<![a-z])char(?:acter)?s?[-_ ]?(?:level|lms?|models?|transformers?|gpt|rnn|lstm|tokens?|vocab|ids)(?![a-z])|"
    r"(?<![a-z])[sc]toi(?![a-z])|char(?:acter)?s?_?(?:to|2)_?(?:id|ix|idx|index|int)|text8|list\(text\)|\bord\(",
}
"""What says that every token of a model is a byte, or a character."""


def _unit(value: Value, depth: int = 5) -> str:
    """What a length counts, also one of many, in a list or in a total; ``text`` where that may be tokens or characters."""
    if not depth:
        return ""
    if value.kind in ("list", "tuple") and value.elem is not None:
        return _unit(value.elem, depth - 1) if value.elem.kind == "length" else ""
    if value.kind == "?" or value.ref == "total":
        # A product with ln 2, a sum of lengths, an array of them.
        return next(filter(None, (_unit(part, depth - 1) for part in value.parts)), "")
    if value.kind != "length" or not value.parts:
        return ""
    counted = value.parts[0]
    if str(value.ref).startswith(("size:T", "numel")):
        return "token" if counted.kind == "ids" else ""
    if value.ref != "len":
        return ""
    if counted.kind == "list" and counted.elem is not None:
        if counted.elem.kind == "length":
            return _unit(counted, depth - 1)
        return "word" if counted.elem.has("word") else ""
    if counted.kind == "ids":
        return "token" if counted.axes[:1] != ("B",) else ""
    if counted.kind in ("?", "response"):
        return "text" if names.speaks_of_text(counted.ref) else ""
    return {"text": "char", "bytes": "byte"}.get(counted.kind, "")


def _named(name: str) -> str:
    """The unit that the name of a count speaks of, where it is one."""
    has = names.words(name)
    if has & {"max", "min", "per", "limit", "budget"}:
        return ""
    found = [unit for unit, words in _WORDS.items() if has & words]
    return found[0] if len(found) == 1 else ""


def _promised(event: Binary, unit: str, at: Reporter) -> str:
    """The unit that the result's name promises; else the function's name, else its documentation."""
    node, function = event.node, contract.named_function(at)
    if unit == "word":
        if at.module.imports("kenlm", "nltk") or not at.module.says(r"tokeni[sz]er|subword|bpe"):
            return ""
    elif isinstance(node, ast.BinOp) and any(map(_named, contract.named(node.right))):
        return ""  # said where it is counted
    for said in (
        " ".join(contract.targets(at, node)),
        contract.subject(function),
        function.doc or contract.intent(at),
    ):
        found = [unit for unit, pattern in _PROMISES.items() if pattern.search(said)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


WRONG = (
    """
import numpy as np

def acc_bytes(samples):
    right = 0
    for sample in samples:
        sizes = np.array([len(choice) for choice in sample["choices"]])
        right += int(np.argmax(np.asarray(sample["lls"]) / sizes)) == sample["gold"]  # <- SEQ422
    return right / len(samples)
""",
    """
import math

def bits_per_byte(total_nll, text):
    return total_nll / len(text) / math.log(2)  # <- SEQ422
""",
    """
def score(loglikelihood, continuation: str):
    n_bytes = len(continuation)  # <- SEQ422
    return loglikelihood / n_bytes
""",
    """
def normalise(choice, text):
    \"\"\"Log-likelihood per character.\"\"\"
    lps = [t.logprob for t in choice.logprobs.content]
    return sum(lps) / len(text.encode("utf-8"))  # <- SEQ422
""",
    """
import numpy as np

def acc_bytes(lls, choices, gold):
    sizes = np.array([len(choice) for choice in choices])
    return int(np.argmax(np.array(lls) / sizes)) == gold  # <- SEQ422
""",
    """
import math

class BitsPerByte:
    def __init__(self):
        self.nats, self.bytes = 0.0, 0

    def update(self, nll, texts):
        self.nats += nll
        self.bytes += sum(len(t) for t in texts)  # <- SEQ422

    def compute(self):
        return self.nats / (self.bytes * math.log(2))
""",
    """
def logprob_per_token(total_logprob, text):
    \"\"\"Average log-probability per token of the model's tokenizer.\"\"\"
    n_tokens = len(text.split())
    return total_logprob / max(n_tokens, 1)  # <- SEQ422
""",
    """
def scores(model, tokenizer, text):
    ids = tokenizer(text, return_tensors="pt").input_ids
    nll = model(ids, labels=ids).loss.item() * (ids.shape[1] - 1)
    return {"nll_per_token": nll / len(text)}  # <- SEQ422
""",
)

RIGHT = (
    """
import math
import numpy as np
import torch

def blocks(path, width):
    raw = torch.from_numpy(np.fromfile(path, dtype=np.uint8).astype(np.int64))
    for start in range(0, len(raw) - width, width):
        yield raw[start : start + width][None], raw[start + 1 : start + width + 1][None]

def evaluate(net, path):
    nats, n = 0.0, 0
    for x, y in blocks(path, 512):
        nats -= net(x).log_softmax(-1).gather(2, y.unsqueeze(2)).sum().item()
        n += y.numel()
    return {"bpb": nats / n / math.log(2), "bytes": n}
""",
    """
import math
import numpy as np
import torch

def blocks(path, width):
    data = torch.from_numpy(np.fromfile(path, dtype=np.uint8).astype(np.int64))
    for start in range(0, len(data) - 1, width):
        piece = data[start:start + width + 1]
        yield piece[:-1], piece[1:]

def bpb(net, path, width=512):
    nats, n_bytes = 0.0, 0
    for x, y in blocks(path, width):
        lp = net(x[None])[0].log_softmax(-1)
        nats -= lp.gather(-1, y[:, None]).sum().item()
        n_bytes += y.numel()
    return nats / n_bytes / math.log(2)
""",
    """
import math
import torch.nn.functional as F

class CharRNNEval:
    \"\"\"Bits per character of the character-level model.\"\"\"

    def __init__(self, net, stoi):
        self.net, self.stoi = net, stoi

    def bpc(self, text):
        ids = self.encode(text)
        logits = self.net(ids[:, :-1])
        nats = F.cross_entropy(logits[0], ids[0, 1:], reduction="sum").item()
        n_chars = ids[0, 1:].numel()
        return nats / n_chars / math.log(2)
""",
    """
def bits_per_byte(records):
    \"\"\"records: dicts with the bits and the encoded text.\"\"\"
    n_bytes = sum(len(r["utf8_text"]) for r in records)
    return sum(r["bits"] for r in records) / n_bytes
""",
    """
import kenlm

def logprob_per_token(model, text):
    \"\"\"Average log10 probability per token; tokens are words here.\"\"\"
    return model.score(text) / len(text.split())
""",
    """
def add_columns(df):
    df["n_bytes"] = df["text"].str.encode("utf-8").str.len()
    df["loglik_per_byte"] = df["loglik"] / df["n_bytes"]
    return df
""",
    """
import math

def bits_per_byte(total_nll, text):
    return total_nll / len(text.encode("utf-8")) / math.log(2)
""",
    """
def acc_norm(loglikelihoods, choices):
    return max(range(len(choices)), key=lambda i: loglikelihoods[i] / len(choices[i]))
""",
    """
def score(loglikelihood, continuation: str):
    n_bytes = len(continuation.encode("utf-8"))
    return loglikelihood / n_bytes
""",
    """
def normalise(choice, text):
    \"\"\"Log-likelihood per character.\"\"\"
    lps = [t.logprob for t in choice.logprobs.content]
    return sum(lps) / len(text)
""",
    """
def whitespace_tokens(text):
    num_tokens = len(text.split())
    return num_tokens
""",
    """
def normalisers(tokenizer, text):
    return {"chars": len(text), "bytes": len(text.encode()), "tokens": len(tokenizer(text).input_ids)}
""",
)

RULE = Rule(
    "SEQ422",
    (
        ("len(", "shape", "size", "numel"),
        ("byte", "char", "token", "bpb", "bpc"),
        (*contract.LOSS_WORDS, "ikelihood"),
    ),
    (Assign, Binary),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
