"""Whatever is in a file, it is read to its end, and nothing but its own mistakes is said of it."""

from __future__ import annotations

import ast
import contextlib
import heapq
import inspect
import io
import json
import re
import statistics
import subprocess
import sys
import textwrap
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seqscore_lint import cli, registry

MANY = settings(deadline=None, suppress_health_check=list(HealthCheck))
HEAD = "import math\nimport torch\nimport torch.nn.functional as F\n\n"
DEF = HEAD + "def f(logits, labels, model, tokenizer, x):\n"
LOG = "y = torch.log(torch.softmax(logits, -1))\n"
END = "    return model(logits.softmax(-1).log().sum())\n"
HELPER = "\ndef g(a):\n    return a[0].softmax(-1).log()\n"
OPTIONS = ("--isolated", "--no-cache", "-j1", "--min-confidence=possible", "--output-format=json")
UNREADABLE = {"invalid-encoding", "invalid-syntax", "too-deep"}


def lint(*paths: Path, options: tuple[str, ...] = ()) -> tuple[list[dict[str, Any]], str]:
    """What is found and what is said on stderr; an error of the linter's own fails the test."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = cli.main([*OPTIONS, *options, *map(str, paths)])
    found = json.loads(out.getvalue())
    assert "internal-error" not in err.getvalue(), err.getvalue()
    assert status == (1 if found else 0)
    return found, err.getvalue()


# -- sources that grow -------------------------------------------------------------------------------------------


def nested(count: int, head: str, last: str) -> str:
    """Blocks in blocks, the innermost with the row ``last``."""
    rows = [f"{' ' * (i + 4)}{head.replace('#', str(i))}\n" for i in range(count)]
    return "".join(rows) + " " * (count + 4) + last


def doubled(first: str, again: str) -> str:
    """A value that holds itself twice, again and again: small to write, too large to be walked."""
    loop = f"    for _ in x:\n        {again}\n"
    return f"{DEF}    {first}\n" + f"    {again}\n" * 70 + loop + "    g(a)\n" + END + HELPER


def many(count: int, row: Callable[[int], str]) -> str:
    return "".join(map(row, range(count)))


def crossed(i: int) -> str:
    """A helper that calls twenty others, each with a value of its own."""
    calls = " + ".join(f"f{(i * 7 + j) % 20}(logits.softmax({j}))" for j in range(20))
    return f"def f{i}(logits):\n    return {calls}\n"


def chained(i: int) -> str:
    """A class that makes two of the next."""
    return (
        f"class A{i}:\n    def __init__(self, logits):\n        self.a = A{i + 1}(logits)\n"
        f"        self.b = A{i + 1}(logits)\n    def f(self):\n        return self.a.f().log()\n"
    )


DEEP = {
    "parentheses": DEF + "    return " + "(" * 5000 + "logits" + ")" * 5000,
    "signs": DEF + "    return " + "-" * 5000 + "logits",
    "attributes": DEF + "    return logits" + ".softmax" * 5000,
    "calls": DEF + "    return logits" + ".softmax(-1)" * 5000,
    "some-calls": DEF + "    return logits" + ".softmax(-1)" * 400 + ".log()",
    "subscripts": DEF + "    return logits" + "[0]" * 5000,
    "sum": DEF + "    return " + " + ".join(["logits"] * 5000),
    "some-sum": DEF + "    return " + " + ".join(["logits"] * 500),
    "choices": DEF + "    return " + " if x else ".join(["logits"] * 900),
    "lambdas": DEF + "    return " + "lambda logits=logits: " * 900 + "logits",
    "functions": DEF + nested(90, "def f#(logits):", "return F.softmax(logits)\n"),
    "classes": HEAD + "if x:\n" + nested(90, "class C#:", "def f(self, logits): return F.softmax(logits)\n"),
    "ifs": DEF + nested(90, "if x:", LOG) + END,
    "elifs": DEF + f"    if x:\n        {LOG}" + f"    elif x:\n        {LOG}" * 5000,
    "fors": DEF + nested(60, "for t# in logits:", LOG) + END,
    "whiles": DEF + nested(60, "while logits.sum():", LOG) + END,
    "withs": DEF + nested(60, "with torch.no_grad():", LOG) + END,
    "tests": DEF + nested(60, "if x[g(logits.softmax(-1))] is None:", LOG) + END + HELPER,
    "comprehensions": DEF + "    return " + "[" * 60 + "logits" + many(60, lambda i: f" for t{i} in logits]"),
    "walruses": DEF + "    return [logits" + many(400, lambda i: f" for t{i} in x if (y := t{i})") + "]",
    "patterns": DEF + f"    match logits:\n        case {'[' * 150}a{']' * 150}:\n            {LOG}",
    "annotation": HEAD + f"def f(logits: {'List[' * 150}int{']' * 150}):\n    {LOG}",
    "dictionaries": DEF + "    return " + "{'logits': " * 150 + "logits.softmax(-1).log()" + "}" * 150,
    "strings": DEF + "    x = '''" + "(" * 50000 + "'''\n" + END,
}
WIDE = {
    "tuples": doubled("a = (logits, labels)", "a = (a, a)"),
    "lists": doubled("a = [logits, labels]", "a = [a, a]"),
    "crossed-lists": doubled("a, b = [logits], [x]", "a, b = [a, b], [b, a]"),
    "fields": doubled("a = {'a': logits}", "a = {'a': a, 'b': a}"),
    "pairs": doubled("a = logits", "a = list(zip(a, a))"),
    "appended": doubled("a = []", "b = a; a = []; a.append(b); a.append(b)"),
    "texts": doubled("a = 'logits'", "a = a + a; tokenizer(a)"),
    "formatted": doubled("a = 'logits'", "a = f'{a}{a}'; tokenizer(a)"),
    "tensors": doubled("a = logits", "a = a + a"),
    "numbers": doubled("a = 3", "a = a * a; a **= a"),
    "in-lists": doubled("a = [logits]", "a = [a]") + "\n" + DEF + "    a = [x]\n" + "    a = [a]\n" * 200,
    "itself": doubled("a = []", "a.append(a); a += a; a = a + [a]"),
    "stacked": DEF + "    a = logits\n" + "    a = torch.stack([a.unsqueeze(0), a])\n" * 200 + END,
    "slices": DEF + "    a = logits\n" + "    a = a[:-1][1:]\n" * 200 + END,
    "powers": DEF + "    return logits ** 9**9**9**9 + 10.0**1000 + 1 / 0 - (-8)**.5\n",
    "digits": DEF + "    return logits[0x" + "f" * 20000 + "] / 1" + "0" * 4000 + ".0\n",
    "repeated": DEF + "    return [0] * 10**10 + 'logits' * 10**10 + [1 << 10**10]\n" + END,
    "helpers": HEAD + many(20, crossed),
    "constructors": HEAD + many(300, chained),
    "recursion": DEF + "    return f(logits.softmax(-1), *x, **f(f, f)) + g(f(logits, labels, g, g, f))\n"
    "def g(a):\n    return f(a, g(a), g, f, a).log()\n",
    "own-base": HEAD
    + "class A(A):\n    a = A\n    def __init__(self, logits):\n        self.a = A(self)\n        self.self = self\n"
    "    def forward(self, logits):\n        return self.self.forward(self.forward(logits.softmax(-1)))\n",
    "aliases": "import torch as F, F as torch\nfrom torch import F\nF = torch\ntorch = F\nF.torch = torch\n"
    + DEF
    + END,
    "one-line": DEF + "    return [" + ", ".join(["logits.softmax(-1).log()"] * 150) + "]\n",
    "statements": DEF + "    " + "; ".join(["a = logits.softmax(-1).log()"] * 300) + "\n",
    "name": DEF + "    logits" + "_a" * 50000 + " = logits.softmax(-1).log()\n",
    "targets": DEF + "    " + " = ".join(f"a{i}" for i in range(3000)) + " = logits.softmax(-1)\n",
    "comment": "# softmax " + "#" * 1000000,
    "suppressed": HEAD + "# seqscore: ignore[" + "SEQ401," * 20000 + "\n# noqa: " + "SEQ401, " * 20000 + LOG,
}
DOCUMENTED = {
    f"document-{i}": DEF + f'    """logits{piece * (20000 // len(piece))} x labels."""\n' + END
    for i, piece in enumerate(
        (" ", "\t", "\n", "*", "`", "(", ", a", " the", " (B, ", ", logits", "_", "padded ")
    )
}


def read_apart(folder: Path, sources: dict[str, str], form: str) -> str:
    """What a process of its own says of sources: a crash must not end the tests."""
    for name, text in sources.items():
        (folder / f"{name}.py").write_text(text)
    command = [sys.executable, "-m", "seqscore_lint", *OPTIONS[:-1], f"--output-format={form}", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert "internal-error" not in run.stderr
    assert run.returncode == 1, run.stderr
    return run.stdout


def test_deep_and_wide_sources_are_read_to_their_end(tmp_path):
    sources = DEEP | WIDE | DOCUMENTED
    said = re.findall(r"([\w-]+)\.py:\d+:\d+: ([\w-]+)", read_apart(tmp_path, sources, "concise"))
    unread = {name for name, what in said if what in UNREADABLE}
    assert unread <= DEEP.keys()
    assert {"some-calls", "helpers", "one-line"} <= {name for name, _ in said} - unread


def test_fixes_of_deep_and_wide_sources_end(tmp_path):
    hard = ("some-calls", "annotation", "patterns", "one-line")
    sources = {name: (DEEP | WIDE)[name] for name in hard} | {"blank": f"{DEF}    {LOG}" + "\n" * 4000}
    found = json.loads(read_apart(tmp_path, sources, "json"))
    mended = {Path(one["filename"]).stem for one in found if one["fix"] and one["fix"]["edits"]}
    assert {"one-line", "blank"} <= mended


# -- statements of every kind ------------------------------------------------------------------------------------

FORMS = """
global logits, loss
nonlocal loss
try: x = logits.log()
finally: return x
try: x = logits.softmax(-1)
except* (ValueError, *x) as logits: logits.log()
match loss:
    case [logits, *rest] | {"a": logits, **rest} if (y := logits.exp()): total += y
    case torch.Tensor(shape=(b, _), logits=[*_, loss]): loss = b
    case {"logits": -1 | 2j | "x" | None} as labels | labels: pass
async for logits, *labels in model(x): await logits.softmax(-1)
async with model as (logits, *labels), loss as x[0]: loss = [await z async for z in logits if await z]
for logits[0], loss.a in zip(*logits, strict=True): continue
else: break
while (loss := loss.mean()): loss -= 1
loss = lambda logits=logits, /, *labels, **model: (yield logits)
scores = {**scores, "loss": loss, **{logits: labels for logits in labels}, None: logits.log()}
loss = model(*logits, *labels, **labels, **x)(*loss)[..., None, :-1, ::2](x=loss)
logits = [[[loss for logits in loss] for loss in logits] for logits in (loss async for loss in logits)]
del logits, loss[0], model.logits, (x, [labels])
logits = loss = labels = probs = log_probs = scores = tokenizer = model
logits, (loss, *labels), [x] = loss, logits, *labels
logits, loss = loss, logits
f"{logits!r:>{loss}} {f'{loss.mean()}'} {x=}" "%s %(a)d" % (loss, logits) + f"{loss}" * 3
x = yield from logits
raise loss from logits
assert (loss := logits.sum()) is not None, logits
with torch.no_grad() as logits, model: pass
from torch import softmax as log, log as softmax, exp as mean
from . import logits as labels; from ...model import *
import torch as F, numpy as torch, torch.nn as torch.nn
lambda: (lambda: loss)()()
logits: torch.Tensor
loss: "float" = logits.x: int = 3
def loss(logits, /, labels=loss, *, model=loss, **loss): return loss(loss, logits=loss)
@model(loss)(logits)
class model(model, *loss, metaclass=loss, **x): logits = labels = loss = model; def logits(self): return self.logits.log()
x = model.generate(logits, num_beams="x", temperature=(), top_k=None, output_scores=1, return_dict_in_generate=True).scores
loss = logits[x[:, "a"], labels[..., 0 + loss], logits][..., ...]
loss = -+~-logits ** -loss @ logits // loss % 2 << 1 & labels | ~labels ^ x
loss = logits if loss else labels if logits else loss or logits and not labels
loss = 0 < logits <= labels is not loss not in x != model
loss.a.b[0].c += logits; loss[logits:labels, ...] @= x; (loss) //= 0
def f[T: (int, str), *Ts, **P](logits: T, *a: *Ts) -> T: return logits.log()
class A[T = int](list[T]): logits: T
type logits[T] = dict[T, logits]
f"{logits["a"].softmax(-1) + f"{loss}"}"
with (torch.no_grad() as a, model as logits,): logits.log()
return [*logits, *loss], {**x}, *labels
print(*logits, sep=loss, **labels)
__debug__; ...; 1_000j; 0x_ff; b"\\xff"; r"\\d"; "\\N{DIGIT ONE}\\ud800"
"""


def rows_of_every_kind() -> list[str]:
    """The statements above, each as one text with its own blocks."""
    found: list[str] = []
    for row in FORMS.strip("\n").split("\n"):
        goes_on = row.startswith((" ", "else", "finally", "except", "class model"))
        if goes_on and found:
            found[-1] += "\n" + row
        else:
            found.append(row)
    return found


NO_POSITIONS = """
def answer_logprob(tok, model, premise, answer):
    ids = tok.encode(premise + answer, return_tensors="pt")
    logp = model(ids).logits.log_softmax(-1)
    total = 0.0
    for t in range():
        total += logp[0, t - 1, ids[0, t]].item()
    return total
"""


def test_a_call_without_what_it_needs_is_read(tmp_path):
    (tmp_path / "score.py").write_text(NO_POSITIONS)
    lint(tmp_path)


@pytest.mark.parametrize("around", ["def", "async def"])
def test_statements_of_every_kind_are_read(tmp_path, around):
    forms = rows_of_every_kind()
    for i, form in enumerate(forms):
        for j, following in enumerate((form, forms[i - 1], forms[i - 7])):
            body = textwrap.indent(f"{form}\n{following}\ny = logits.log(); loss.mean()\n", "    ")
            head = f"import torch\n{around} f(logits, labels, scores, x, *model, **tokenizer):\n"
            (tmp_path / f"{i}-{j}.py").write_text(f"{head}{body}f(logits, loss)\n")
    found, _ = lint(tmp_path)
    unread = {one["filename"] for one in found if one["name"] in UNREADABLE}
    assert {one["name"] for one in found if one["filename"] in unread} <= UNREADABLE
    assert len(unread) < 2 * len(forms)


# -- bytes that are no text --------------------------------------------------------------------------------------

NO_TEXT = {
    "unknown-codec": b"# coding: undefined\nlogits.softmax(-1)",
    "no-text-codec": b"# coding: hex\nlogits.softmax(-1)",
    "wrong-codec": b"# coding: utf-16\nlogits.softmax(-1)",
    "long-codec": b"# coding: " + b"a" * 10000,
    "latin": b"import torch\ntorch.softmax('\xe9')",
    "half-character": b"import torch\ntorch.softmax('\xed\xa0\x80')",
    "null": b"import torch\ntorch.softmax(logits)\0",
    "wide": "torch.softmax(logits)".encode("utf-16"),
    "marked-twice": b"\xef\xbb\xbf# coding: latin-1\nlogits.softmax(-1)",
}


def test_what_is_no_text_is_said_in_one_line(tmp_path):
    for name, raw in NO_TEXT.items():
        (tmp_path / f"{name}.py").write_bytes(raw)
    found, err = lint(tmp_path)
    assert sorted(Path(one["filename"]).stem for one in found) == sorted(NO_TEXT)
    assert {one["name"] for one in found} <= UNREADABLE
    assert err.count("\n") == len(NO_TEXT)


@pytest.mark.parametrize(
    ("change", "further"),
    [
        (lambda text: text.replace("\n", "\r\n"), 0),
        (lambda text: text.replace("\n", "\r"), 0),
        (lambda text: "\ufeff" + text, 0),
        (lambda text: "\f" + text.replace("\n", "\n\f"), 1),
        (lambda text: text.removesuffix("\n"), 0),
        (lambda text: text + "\n\n# \u2028 \x85 \x0b \x1c", 0),
    ],
    ids=["crlf", "cr", "bom", "form-feeds", "no-last-newline", "other-separators"],
)
def test_line_ends_and_marks_change_no_finding(tmp_path, change, further):
    path = tmp_path / "a.py"
    path.write_bytes(change(DEF + "    return torch.log(torch.softmax(logits, -1))\n").encode())
    ((found,), err) = lint(path)
    assert (found["code"], found["location"], err) == ("SEQ602", {"row": 6, "column": 12 + further}, "")
    (edit,) = found["fix"]["edits"]
    assert (edit["location"], edit["content"]) == (found["location"], "torch.log_softmax(logits, -1)")


# -- mutants -----------------------------------------------------------------------------------------------------

WORDS = (
    "logits",
    "labels",
    "loss",
    "model",
    "log_probs",
    "log_softmax",
    "softmax",
    "mean",
    "ids",
    "tokenizer",
    "exp",
)
ODD = (
    "",
    "\0",
    "\r",
    "\f",
    "\t",
    "é",
    "(",
    "'''",
    "\\\n",
    "\ufeff",
    "# noqa: SEQ401",
    "lambda: ",
    "*",
    "\ud800",
    "async ",
)


@cache
def bases() -> tuple[str, ...]:
    """The rules' examples, and functions that never heard of scores."""
    examples = {text for rule in registry.rules() for text in (*rule.wrong, *rule.right)}
    others = [inspect.getsource(part) for module in (statistics, heapq, textwrap) for part in vars(module).values()
              if inspect.isfunction(part)]  # fmt: skip
    return (*sorted(examples), *others)


def drop(parts: list[str], at: int, other: int) -> None:
    del parts[at]


def double(parts: list[str], at: int, other: int) -> None:
    parts.insert(other, parts[at])


def swap(parts: list[str], at: int, other: int) -> None:
    parts[at], parts[other] = parts[other], parts[at]


def shift(parts: list[str], at: int, other: int) -> None:
    parts[at] = "    " + parts[at] if other % 2 else parts[at].removeprefix("    ")


def rename(parts: list[str], at: int, other: int) -> None:
    """Everything of one name gets that of something that is scored."""
    name, new = parts[at], WORDS[other % len(WORDS)]
    if name.isidentifier():
        parts[:] = [new if part == name else part for part in parts]


def spoil(parts: list[str], at: int, other: int) -> None:
    parts[at] += ODD[other % len(ODD)]


def move(text: str, at: int, other: int) -> str:
    """A statement is put before another one, in whatever function that is."""
    try:
        found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
    except (SyntaxError, ValueError):
        return text
    if not found:
        return text
    moved, before = found[at % len(found)], found[other % len(found)]
    rows = text.split("\n")
    block = textwrap.dedent("\n".join(rows[moved.lineno - 1 : moved.end_lineno]))
    rows.insert(before.lineno - 1, textwrap.indent(block, " " * before.col_offset))
    return "\n".join(rows)


PARTS = {drop: r"\w+|\s+|[^\w\s]", double: r"\w+|\s+|[^\w\s]", swap: r"\w+|\s+|[^\w\s]", rename: r"\w+|\W+",
         spoil: r"\w+|\s+|[^\w\s]", shift: r"[^\n]*\n?"}  # fmt: skip
PLACE = st.integers(0, 1 << 16)
EDITS = st.tuples(
    st.sampled_from([drop, double, swap, shift, spoil, rename, rename, rename, move, move, move]),
    PLACE,
    PLACE,
)


@st.composite
def mutants(draw: st.DrawFn) -> str:
    """One or two sources, changed in a few places."""
    text = "\n".join(draw(st.lists(st.sampled_from(bases()), min_size=1, max_size=2)))
    for edit, at, other in draw(st.lists(EDITS, min_size=1, max_size=6)):
        if edit is move:
            text = move(text, at, other)
            continue
        parts = re.findall(PARTS[edit], text)
        if parts:
            edit(parts, at % len(parts), other % len(parts))
        text = "".join(parts)
    return text


def is_valid(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text.removeprefix("\ufeff"))
        except (SyntaxError, ValueError):
            return False
        return True


@settings(MANY, max_examples=100)
@given(st.lists(mutants(), min_size=1, max_size=3))
def test_mutants_are_read_and_their_findings_lie_in_them(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("mutants")
    for i, text in enumerate(texts):
        (folder / f"{i}.py").write_bytes(text.encode("utf-8", "surrogatepass"))
    found, _ = lint(folder)
    for one in found:
        text = texts[int(Path(one["filename"]).stem)]
        assert (one["name"] in UNREADABLE) != is_valid(text)
        place, end = one["location"], one["end_location"]
        rows = re.split(r"\r\n|\r|\n", text)
        assert 1 <= place["row"] <= end["row"] <= len(rows)
        assert 1 <= place["column"] <= len(rows[place["row"] - 1]) + 1


@settings(MANY, max_examples=25)
@given(mutants())
def test_mended_mutants_are_valid(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("mended") / "a.py"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    lint(path, options=("--fix", "--unsafe-fixes"))
    after = path.read_bytes().decode("utf-8", "surrogatepass")
    assert is_valid(after) == is_valid(text)
