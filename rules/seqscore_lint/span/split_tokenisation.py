"""Prompt and completion tokenised apart, or cut at the token count of the prompt alone

## What goes wrong

`tok(prompt) + tok(completion)` is not `tok(prompt + completion)`: a tokenizer merges characters across the
boundary, and one space more or less there makes other tokens. The same happens when the joint text is
tokenised and then cut at `len(tok(prompt))`: a token that spans the boundary is counted on the wrong side.

## Why it matters

The model scores a token sequence that it never saw in training, or the score loses its first piece. The
order of the candidates changes, for candidates that begin with punctuation or without a space first of all.

## When it is fine

Where a space, a line break, a special token or a chat template forms the boundary, and nothing merges across
it. Where the code checks that the joint ids begin with the prompt's.

## Fix

Tokenise the joint text once and find the boundary by characters (`return_offsets_mapping=True`), or check
that the ids of the prompt are a prefix of the joint ids. Move the prompt's trailing space to the completion.

## Sources

- EleutherAI/lm-evaluation-harness pull request 63 and issue 1053; allenai/catwalk pull request 156 (a
  spurious space token takes the mass of the option).
"""

from __future__ import annotations

import ast
from itertools import pairwise

from seqscore_lint.flow.events import Binary, Call, Loop, Mask, Reporter, Store, Subscript
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule
from seqscore_lint.span._tokens import called, composed_text, pieces, text_of


def check(event: Binary | Call | Loop | Mask | Subscript | Store, at: Reporter) -> None:
    if isinstance(event, Binary):
        if event.operation == "+":
            _joined((event.left, event.right), event, at)
    elif isinstance(event, Call):
        if event.result.has("joined") and event.args and not event.args[0].has("joined"):
            _joined(event.result.parts, event, at)
    elif isinstance(event, Loop):
        if event.iterated.kind == "range" and event.iterated.parts:
            _cut(event, event.iterated.parts[:1], event.iterated.parts[-1], at)
    elif isinstance(event, Mask):
        if event.mask.has("by-position"):
            _cut(event, event.mask.parts[1:], event.x, at)
    elif isinstance(event, Subscript) or event.value.const == -100:
        index = event.index
        last = index.items[-1] if index.kind == "tuple" and index.items else index
        if last.kind == "slice" and last.items and "V" not in event.base.axes:
            _cut(event, last.items[:2], event.base, at)


def _joined(pieces: tuple[Value, ...], event: Binary | Call, at: Reporter) -> None:
    """``prompt_ids + answer_ids``, ``torch.cat([prompt_ids, answer_ids])``."""
    if _gathers(event.node):
        return
    for first, second in pairwise(pieces):
        before, after = _outermost(first, -1), _outermost(second, 0)
        if _are_of_one(first, second):
            continue
        if (
            before is not None
            and after is not None
            and _may_merge(before, after)
            and not _checked(at, first, second)
        ):
            at.report(
                event.node,
                "texts that were tokenised apart are joined as tokens: the tokens at the boundary are not "
                "those of the joint text",
                before,
                after,
                trust=LIKELY,
            )


def _are_of_one(first: Value, second: Value) -> bool:
    """Whether both were cut from the tokens of one text: ``ids[:k] + ids[k:]``."""
    one, other = text_of(first), text_of(second)
    return one is not None and other is not None and one.vn == other.vn


def _gathers(node: ast.AST) -> bool:
    """Whether ids are put behind those that an object has gathered, in calls whose order is not known."""
    target: ast.expr | None = node.target if isinstance(node, ast.AugAssign) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        target = node.func.value
    return isinstance(target, ast.Attribute)


def _cut(
    event: Loop | Mask | Subscript | Store, bounds: tuple[Value, ...], base: Value, at: Reporter
) -> None:
    """``joint[len(prompt_ids):]``, of ids, of their labels or of the scores of single tokens."""
    ids = _tokenised(base)
    joint = text_of(ids) if ids is not None else composed_text(base) if base.has("echoed") else None
    if joint is None:
        return
    for bound in bounds:
        counted = _counted(bound)
        texts = _split(joint, counted) if counted is not None else None
        if texts and _may_merge(*texts) and not _checked(at, ids, bound):
            at.report(
                event.node,
                "the tokens of the joint text are cut at the token count of the prompt alone, which a token "
                "across the boundary makes wrong: find it by offsets, or check the prompt's ids as prefix",
                ids or joint,
                bound,
                trust=LIKELY,
            )
            return


def _outermost(ids: Value, end: int) -> Value | None:
    """The piece of text at one end of token ids."""
    while ids.kind == "ids" and ids.has("joined") and ids.parts:
        ids = ids.parts[end]
    text = text_of(ids)
    return None if text is None or text.has("templated") else pieces(text)[end]


def _may_merge(before: Value, after: Value) -> bool:
    """Whether a token may run across the boundary between two pieces of text.

    It can't where a constant begins the second (``" " + answer``) or ends the first, unless that ends in a
    space, which belongs to the next word's token.
    """
    if before.vn == after.vn or not _plain(before) or not _plain(after):
        return False
    start, end = after.const, before.const
    if isinstance(start, str):
        return False
    return not isinstance(end, str) or end.endswith(" ")


def _plain(piece: Value) -> bool:
    """Whether it is a text, not a template's or a special token."""
    if piece.has("templated") or called(piece) & _MARKS:
        return False
    return piece.kind == "text" or (piece.kind == "?" and isinstance(piece.ref, str))


_MARKS = frozenset(
    {"eos", "bos", "sep", "token", "special", "delimiter", "separator", "space", "newline", "template", "tag"}
)


def _tokenised(x: Value, depth: int = 0) -> Value | None:
    """The tokenised text that ids or scores of tokens belong to."""
    if x.kind == "ids" and text_of(x) is not None:
        return x
    if depth < 8:
        for part in x.parts:
            leads = part.has("composed") or part.kind in ("output", "length")
            found = _tokenised(part, depth + 1) if leads else None
            if found is not None:
                return found
    return None


def _counted(bound: Value) -> Value | None:
    """The text whose tokens were counted for a bound, give or take one."""
    while bound.kind == "length" and len(bound.parts) == 1 and bound.parts[0].kind == "length":
        bound = bound.parts[0]
    if bound.kind != "length" or bound.ref not in ("len", "size:T") or not bound.parts:
        return None
    return text_of(bound.parts[0])


def _split(joint: Value, prompt: Value) -> tuple[Value, Value] | None:
    """The pieces on both sides of where the prompt ends in the joint text."""
    if prompt.has("templated"):
        return None
    whole, head = pieces(joint), pieces(prompt)
    same = len(head) < len(whole) and all(a.vn == b.vn for a, b in zip(whole, head, strict=False))
    return (head[-1], whole[len(head)]) if same else None


def _checked(at: Reporter, *pieces: Value | None) -> bool:
    """Whether the function, or the one in which the pieces were tokenised, takes care of the boundary."""
    rows = {step.row for piece in pieces if piece is not None for step in _tokenising(piece).steps}
    helpers = (f.node for f in at.module.all_functions() if any(_spans(f.node, row) for row in rows))
    return any(map(_takes_care, (at.function.node, *helpers)))


def _tokenising(piece: Value) -> Value:
    """The token ids that a length counts, or the value itself."""
    while piece.kind == "length" and piece.parts:
        piece = piece.parts[0]
    return piece


def _spans(function: ast.AST, row: int) -> bool:
    return getattr(function, "lineno", 0) <= row <= (getattr(function, "end_lineno", 0) or 0)


def _takes_care(function: ast.AST) -> bool:
    """Whether the boundary is taken care of.

    A function may compare the beginning of one sequence with another, know the characters of each token, or count
    the spaces at the end of the prompt to move them.
    """
    for node in ast.walk(function):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            sides = (node.left, *node.comparators)
            if any(isinstance(side, ast.Subscript) and isinstance(side.slice, ast.Slice) for side in sides):
                return True
        if isinstance(node, ast.keyword) and node.arg == "return_offsets_mapping":
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len":
            trimmed = node.args[0] if node.args else None
            if isinstance(trimmed, ast.Call) and getattr(trimmed.func, "attr", "") == "rstrip":
                return True
    return False


WRONG = (
    """
import torch

class Pairs:
    def head(self, question):
        ids = self.tok(question, add_special_tokens=False)["input_ids"]
        return ids if ids else [self.tok.bos_token_id]

    def rows(self, questions, answers):
        for question, answer in zip(questions, answers):
            tail = self.tok(answer, add_special_tokens=False)["input_ids"]
            yield torch.tensor(self.head(question) + tail), len(tail)  # <- SEQ312
""",
    """
import torch

class Adapter:
    def joint(self, context, continuation):
        whole = self.tokenizer.encode(context + continuation)
        return torch.tensor([whole]), len(self.tokenizer.encode(context))

    def loglikelihood(self, context, continuation):
        ids, cut = self.joint(context, continuation)
        lp = self.model(ids).logits[0, cut - 1 : -1].log_softmax(-1)
        target = ids[0, cut:]  # <- SEQ312
        return lp.gather(1, target[:, None]).sum().item()
""",
    """
import tiktoken

enc = tiktoken.get_encoding("cl100k_base")

def answer_logprob(client, prompt, answer):
    made = client.completions.create(model="m", prompt=prompt + answer, echo=True, max_tokens=0, logprobs=0)
    values = made.choices[0].logprobs.token_logprobs
    return sum(values[len(enc.encode(prompt)) :])  # <- SEQ312
""",
    """
import torch

def answer_logprob(model, tok, prompt, answer):
    ids = tok.encode(prompt + answer)
    start = len(tok.encode(prompt))
    lp = model(torch.tensor([ids])).logits[0].log_softmax(-1)
    return sum(lp[i - 1, ids[i]].item() for i in range(start, len(ids)))  # <- SEQ312
""",
    """
from llama_cpp import Llama

def option_logits(llm: Llama, context: str, option: str):
    head = llm.tokenize(context.encode())
    tail = llm.tokenize(option.encode(), add_bos=False)
    llm.eval(head + tail)  # <- SEQ312
    return llm.scores[len(head) - 1 : len(head) + len(tail) - 1]
""",
    """
def output_loss(tok, lm, instruction, output):
    enc = tok(instruction + output, return_tensors="pt")
    labels = enc.input_ids.clone()
    labels[:, : len(tok(instruction).input_ids)] = -100  # <- SEQ312
    return lm(**enc, labels=labels).loss.item()

print(output_loss(tok, lm, "Translate: bread", "pain"))
""",
    """
import torch

def answer_logprob(tokenizer, model, prompt, answer):
    prompt_ids = tokenizer(prompt, return_tensors="pt").input_ids
    answer_ids = tokenizer(answer, return_tensors="pt", add_special_tokens=False).input_ids
    ids = torch.cat([prompt_ids, answer_ids], dim=1)  # <- SEQ312
    logp = model(ids).logits[:, :-1].log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    return logp[:, prompt_ids.shape[1] - 1 :].sum(-1)
""",
    """
def labels_of(tok, question, answer):
    enc = tok(question + answer, return_tensors="pt")
    n = tok(question, return_tensors="pt").input_ids.shape[1]
    labels = enc.input_ids.clone()
    labels[:, :n] = -100  # <- SEQ312
    return enc, labels
""",
    """
class Scorer:
    def __init__(self, tokenizer):
        self.tokenizer = tokenizer

    def _ids(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False)

    def pair(self, context, continuation):
        head, tail = self._ids(context), self._ids(continuation)
        return [self.tokenizer.bos_token_id] + head + tail  # <- SEQ312
""",
    """
import torch.nn.functional as F

def ending_logprob(tok, lm, story, ending):
    n = len(tok(f"Story: {story} ")["input_ids"])
    enc = tok(f"Story: {story} " + ending, return_tensors="pt")
    nll = F.cross_entropy(lm(**enc).logits[0, :-1], enc.input_ids[0, 1:], reduction="none")
    return -nll[n - 1 :].sum()  # <- SEQ312
""",
    """
import functools

import torch

class Scorer:
    def __init__(self, lm, tokenizer):
        self.lm, self.tokenizer = lm, tokenizer
        self.head = functools.lru_cache(maxsize=256)(self._head)

    def _head(self, context):
        return tuple(self.tokenizer.encode(context))

    def logprob(self, context, ending):
        head = self.head(context)
        tail = self.tokenizer.encode(ending, add_special_tokens=False)
        logp = self.lm(torch.tensor([list(head) + tail])).logits[0].log_softmax(-1)  # <- SEQ312
        return sum(logp[len(head) + j - 1, t].item() for j, t in enumerate(tail))
""",
    """
def answer_logprob(tok, model, premise, hypothesis):
    n = len(tok.encode(premise))
    ids = tok.encode(premise + hypothesis, return_tensors="pt")
    logp = model(ids).logits.log_softmax(-1)
    total = 0.0
    for t in range(n, ids.shape[1]):  # <- SEQ312
        total += logp[0, t - 1, ids[0, t]].item()
    return total
""",
)

RIGHT = (
    """
import torch

def boundary(tok, prompt, answer):
    head, full = tok(prompt).input_ids, tok(prompt + answer).input_ids
    if full[: len(head)] != head:
        raise ValueError("a token runs across the boundary")
    return full, len(head)

def loglik(lm, tok, prompt, answer):
    ids, n = boundary(tok, prompt, answer)
    x = torch.tensor([ids])
    labels = x.clone()
    labels[0, :n] = -100
    return -lm(x, labels=labels).loss.item() * (len(ids) - n)

def last_logprob(lm, tok, prompt, answer):
    ids, n = boundary(tok, prompt, answer)
    lp = lm(torch.tensor([ids])).logits[0].float().log_softmax(-1)
    return [lp[k - 1, ids[k]].item() for k in range(n, len(ids))]
""",
    """
import torch

def split(tok, question, answer):
    whole, head = tok.encode(question + answer), tok.encode(question)
    k = next((i for i, (a, b) in enumerate(zip(head, whole)) if a != b), len(head))
    return whole[:k], whole[k:]

def rows(tok, pairs):
    cut = [split(tok, question, answer) for question, answer in pairs]
    return [torch.tensor(head + tail) for head, tail in cut]
""",
    """
def row(tok, question, answer):
    head = tok.encode(question) or [tok.eos_token_id]
    return head + tok.encode(f" {answer}", add_special_tokens=False)
""",
    """
import tiktoken

enc = tiktoken.get_encoding("cl100k_base")

def answer_logprob(client, prompt, answer):
    made = client.completions.create(model="m", prompt=f"{prompt} {answer}", echo=True, max_tokens=0, logprobs=0)
    values = made.choices[0].logprobs.token_logprobs
    return sum(values[len(enc.encode(prompt)) :])
""",
    """
class Stream:
    def __init__(self):
        self.ids = []

    def add(self, ids):
        self.ids += ids

def ids_of(tok, text):
    return tok(text, add_special_tokens=False)["input_ids"]

def with_picture(tok, caption, question):
    stream = Stream()
    stream.add(ids_of(tok, caption))
    stream.add([tok.convert_tokens_to_ids("<image>")])
    stream.add(ids_of(tok, question))
    return stream.ids

def text_only(tok, question):
    stream = Stream()
    stream.add(ids_of(tok, question))
    return stream.ids
""",
    """
def record(tok, fields):
    def ids(text):
        return tok.encode(text, add_special_tokens=False)

    out = ids("FIELDS")
    for name, value in fields.items():
        out += ids(f"\\n{name}")
        out += ids("\\n")
        out += ids(value)
        out += ids("\\nEND\\n")
    return out
""",
    """
import torch

def with_bos(tokenizer, words):
    return prefixed(tokenizer, " ".join(words))

def prefixed(tokenizer, line):
    ids = tokenizer(line, return_tensors="pt").input_ids
    return torch.cat([torch.full((1, 1), tokenizer.bos_token_id), ids], dim=1)
""",
    """
import torch

def spaced(tokenizer, prompt, answer):
    head = tokenizer(prompt, return_tensors="pt").input_ids
    tail = tokenizer(" " + answer, return_tensors="pt", add_special_tokens=False).input_ids
    return torch.cat([head, tail], dim=1)
""",
    """
def answer_ids(tok, prompt, answer):
    n = len(tok(prompt).input_ids)
    return tok(prompt + " " + answer).input_ids[n:]
""",
    """
def answer_ids(tok, prompt, answer):
    head, whole = tok(prompt).input_ids, tok(prompt + answer).input_ids
    if whole[: len(head)] != head:
        raise ValueError("a token spans the boundary")
    return whole[len(head) :]
""",
    """
def answer_ids(tok, prompt, answer):
    enc = tok(prompt + answer, return_offsets_mapping=True)
    first = next(i for i, (_, end) in enumerate(enc.offset_mapping) if end > len(prompt))
    return enc.input_ids[first:]
""",
    """
def pair(tok, messages, answer):
    text = tok.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    return tok(text, add_special_tokens=False).input_ids + tok(answer, add_special_tokens=False).input_ids
""",
    """
def pair(tok, question, answer):
    return tok(f"Question: {question}\\nAnswer:").input_ids + tok(answer, add_special_tokens=False).input_ids
""",
    """
def packed(tok, documents):
    flat = []
    for document in documents:
        flat = flat + tok.encode(document) + [tok.eos_token_id]
    return flat
""",
    """
def encode_pair(tok, context, continuation):
    n_spaces = len(context) - len(context.rstrip())
    if n_spaces > 0:
        continuation = context[-n_spaces:] + continuation
        context = context[:-n_spaces]
    whole, head = tok.encode(context + continuation), tok.encode(context)
    return head, whole[len(head) :]
""",
    """
def pair(tok, source, target):
    x = tok(source, return_tensors="pt")
    return x.input_ids, tok(text_target=target, return_tensors="pt").input_ids
""",
)

RULE = Rule(
    "SEQ312",
    (("encode", "tok", "Tok"), ("len(", "shape", "size(", "numel", "cat", "+")),
    (Binary, Call, Loop, Mask, Subscript, Store),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
