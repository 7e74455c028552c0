"""Fixes: what is changed, what is left, and what is never written."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqscore_lint.codemods import Tree, difference
from seqscore_lint.finding import Edit, Finding
from seqscore_lint.numerics.log_of_softmax import FIX
from seqscore_lint.rule import Fix

SOURCE = """\
import torch   # keep me


def score( logits,x ):
    return torch.log( torch.softmax(logits,  dim = -1) ) . sum( )   # and me
"""
FIXED = SOURCE.replace(
    "torch.log( torch.softmax(logits,  dim = -1) )", "torch.log_softmax(logits,  dim = -1)"
)


def fixed(source: str) -> str:
    """The source with every call of something called ``log`` offered to the fix."""
    calls = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("log", "ln")
    ]
    found = [
        (
            Finding("SEQ602", "", n.lineno, n.col_offset + 1, n.end_lineno, n.end_col_offset + 1, "certain"),
            FIX,
        )
        for n in calls
    ]
    return Tree(source).mend(found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("torch.log(torch.softmax(x, -1))", "torch.log_softmax(x, -1)"),
        ("torch.softmax(x, dim=-1).log()", "torch.log_softmax(x, dim=-1)"),
        ("torch.log(F.softmax(x, dim=-1, dtype=y.dtype))", "F.log_softmax(x, dim=-1, dtype=y.dtype)"),
        ("F.softmax(f(x), 1).log().sum()", "F.log_softmax(f(x), 1).sum()"),
        ("x.softmax(-1).log()", "x.log_softmax(-1)"),
        ("torch.log(y[0].softmax(dim=d))", "y[0].log_softmax(dim=d)"),
        ("torch.log(nn.Softmax(dim=-1)(x))", "nn.LogSoftmax(dim=-1)(x)"),
        ("jnp.log(jax.nn.softmax(x, axis=-1))", "jax.nn.log_softmax(x, axis=-1)"),
        ("tf.math.log(tf.nn.softmax(x))", "tf.nn.log_softmax(x)"),
        ("np.log(scipy.special.softmax(x, axis=1))", "scipy.special.log_softmax(x, axis=1)"),
        ("(torch.log(torch.softmax(x, -1)))", "(torch.log_softmax(x, -1))"),
        ("-torch.log(torch.softmax(x, -1))[0]", "-torch.log_softmax(x, -1)[0]"),
        ("torch.log(torch.softmax(torch.log(torch.softmax(x, 0)), 1))",
         "torch.log_softmax(torch.log(torch.softmax(x, 0)), 1)"),
    ],
)  # fmt: skip
def test_log_of_softmax(before, after):
    head = (
        "import jax\nimport jax.numpy as jnp\nimport numpy as np\nimport scipy.special\n"
        "import tensorflow as tf\nimport torch\nimport torch.nn.functional as F\nfrom torch import nn\n\n"
    )
    assert fixed(f"{head}z = {before}\n") == f"{head}z = {after}\n"


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nimport torch\nz = np.log(torch.softmax(x, -1))\n",
        "import numpy as np\nimport jax\nz = np.log(jax.nn.softmax(x, -1))\n",
        "import torch\nz = torch.log(torch.softmax(x, -1), out=y)\n",
        "import torch\nz = torch.log(torch.softmax(x, -1) + 1e-9)\n",
        "import torch\nz = torch.log(self.softmax(x))\n",
        "import torch\nz = torch.log(x.softmax(d))\n",
        "import torch\nz = torch.log(x.softmax(*d))\n",
        "import jax, jax.numpy as jnp\nz = jnp.log(jax.nn.softmax(x, initial=0))\n",
        "from mine import softmax\nimport torch\nz = torch.log(softmax(x, -1))\n",
        "import torch\nfrom mine import log\nz = log(torch.softmax(x, -1))\n",
        "import torch\ndef torch_softmax(x): return x\nz = torch.log(torch_softmax(x))\n",
        "import torch\nz = torch.log(  # the logarithm\n    torch.softmax(x, -1)\n)\n",
        "import torch\nfrom torch.nn.functional import softmax\nlog_softmax = 1\nz = torch.log(softmax(x))\n",
        "import torch\nfrom torch import softmax\ndef f(log_softmax):\n    return torch.log(softmax(x))\n",
    ],
)
def test_what_is_not_certain_is_left(source):
    assert fixed(source) == source


def test_imports_are_added_where_they_belong():
    source = '"""Doc."""\nfrom __future__ import annotations\n\nimport torch\n'
    source += "from scipy.special import softmax as sm\nimport numpy as np\n\nz = np.log(sm(x, axis=-1))\n"
    assert fixed(source) == source.replace(
        "import softmax as sm", "import log_softmax, softmax as sm"
    ).replace("np.log(sm(x, axis=-1))", "log_softmax(x, axis=-1)")


def test_files_are_fixed_in_place(project):
    path = project.write("x.py", SOURCE)
    os.chmod(path, 0o750)
    result = project.lint("--fix")
    assert result.status == 0
    assert result.out == "Fixed 1 finding.\nNothing else found in 1 file.\n"
    assert path.read_text() == FIXED
    assert path.stat().st_mode & 0o777 == 0o750
    assert [p.name for p in project.root.iterdir()] == ["x.py"]
    assert project.lint("--fix").out == "Nothing found in 1 file.\n"
    assert path.read_text() == FIXED


@pytest.mark.parametrize(
    "around",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: b"# coding: latin-1\n# \xe9\n" + text.encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: ("# 漢字 é \U0001d4ac; y = '漢字'\n" + text).encode(),
        lambda text: ("def f():\n\tx = 1\n\n\n\n" + text).encode(),
    ],
)
def test_encoding_line_ends_and_the_rest_stay(project, around):
    path = project.write("x.py", around(SOURCE))
    assert project.lint("--fix").status == 0
    assert path.read_bytes() == around(FIXED)


def test_a_link_stays_a_link(project):
    path = project.write("real.py", SOURCE)
    (project.root / "x.py").symlink_to(path)
    project.lint("--fix", "x.py")
    assert (project.root / "x.py").is_symlink()
    assert path.read_text() == FIXED


def test_diff_shows_and_writes_nothing(project):
    path = project.write("x.py", SOURCE.rstrip("\n"))
    project.write("y.py", "y = x.mean()\n")
    result = project.lint("--diff")
    assert result.status == 1
    assert path.read_text() == SOURCE.rstrip("\n")
    patched = subprocess.run(["git", "apply", "-p0", "-"], input=result.out.encode(), cwd=project.root)
    assert patched.returncode == 0
    assert path.read_text() == FIXED.rstrip("\n")
    assert project.lint("--diff") == (0, "", "")


def test_standard_input_is_fixed_to_standard_output():
    run = subprocess.run(
        [sys.executable, "-m", "seqscore_lint", "--isolated", "--fix", "-"],
        input=b"x = 1\r\n",
        capture_output=True,
    )
    assert run.stdout == b"x = 1\r\n"
    assert run.stderr == b"Nothing found in 1 file.\n"


def test_unsafe_fixes_are_applied_only_on_request(project, monkeypatch):
    from seqscore_lint import registry

    def rewrite(node, scope):
        return cst.parse_expression("log_of_nothing")

    rules = [rule._replace(fix=Fix("unsafe", "Drop it", rewrite)) for rule in registry.rules()]
    monkeypatch.setattr(registry, "rules", lambda: tuple(r for r in rules if r.code == "SEQ602"))
    path = project.write("x.py", "y = log(softmax(x))\n")
    result = project.lint("--fix")
    assert result.status == 1
    assert path.read_text() == "y = log(softmax(x))\n"
    assert "--unsafe-fixes" in result.out
    assert project.json().json[0]["fix"]["applicability"] == "unsafe"
    assert project.lint("--fix", "--unsafe-fixes").status == 0
    assert path.read_text() == "y = log_of_nothing\n"


def test_a_result_that_does_not_parse_is_not_written(project, monkeypatch):
    from seqscore_lint import registry

    def broken(node, scope):
        return cst.NamedExpr(cst.Name("a"), cst.Name("b"), lpar=(), rpar=())

    rules = tuple(rule._replace(fix=Fix("safe", "Break it", broken)) for rule in registry.rules())
    monkeypatch.setattr(registry, "rules", lambda: rules)
    path = project.write("x.py", "y = log(softmax(x))\n")
    assert project.lint("--fix").status == 1
    assert path.read_text() == "y = log(softmax(x))\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_fix_in_the_json_is_what_fix_does(project, end):
    source = """\
import torch
from torch.nn.functional import softmax


def f(x):
    if x:
        é = "漢", (torch.log(
            softmax(
                x,

                dim=-1,
            )
        )), 1
"""
    source = source.replace("\n", end)
    path = project.write("x.py", source)
    fix = project.json().json[0]["fix"]
    assert (fix["applicability"], fix["message"]) == ("safe", FIX.message)
    edits = [Edit(*e["location"].values(), *e["end_location"].values(), e["content"]) for e in fix["edits"]]
    assert len(edits) == 2
    project.lint("--fix")
    assert apply(source, edits) == path.read_bytes().decode()


def apply(text: str, edits: list[Edit]) -> str:
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
    for edit in reversed(edits):
        first = starts[edit.row - 1] + edit.column - 1
        last = starts[edit.end_row - 1] + edit.end_column - 1
        text = text[:first] + edit.content + text[last:]
    return text


_text = st.lists(
    st.sampled_from(["a", "b", "é漢", "\n", "\r\n", "\r", " ", "\x0c", "\u2028"]), max_size=20
).map("".join)


@settings(max_examples=300)
@given(_text, _text)
def test_edits_turn_one_text_into_the_other(old, new):
    assert apply(old, difference(old, new)) == new


def test_a_rule_runs_as_a_codemod_of_its_own(project):
    from libcst.tool import main

    path = project.write("x.py", SOURCE)
    for _ in range(2):
        command = ["codemod", "-x", "seqscore_lint.codemods.LogOfSoftmax", "--no-format", "-j", "1", "x.py"]
        assert main("libcst.tool", command) == 0
        assert path.read_text() == FIXED
    with pytest.raises(AttributeError):
        importlib.import_module("seqscore_lint.codemods").NoSuchRule  # noqa: B018
