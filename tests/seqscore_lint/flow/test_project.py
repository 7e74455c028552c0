"""What a file imports from other files of its project is known there, through the real command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCORING = """\
from .constants import IGNORED

def token_logits(model, ids):
    logits = model(ids).logits[:, :-1]
    return logits.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)

def token_logprobs(model, ids):
    logprobs = model(ids).logits[:, :-1].log_softmax(-1)
    return logprobs.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
"""
CALLER = """\
from transformers import AutoModelForCausalLM
{import_}

model = AutoModelForCausalLM.from_pretrained("gpt2").eval()

def evaluate(ids):
    return {call}(model, ids).sum(-1)
"""
WRONG = [("SEQ101", 7)]


@pytest.fixture
def tree(tmp_path: Path) -> Any:
    """A project; ``lint`` returns the codes and rows found in one of its files."""
    return Tree(tmp_path)


class Tree:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("pyproject.toml", "[tool.seqscore-lint]\n")
        self.write("pkg/__init__.py", "from .scoring import token_logits, token_logprobs as logprobs\n")
        self.write("pkg/constants.py", "IGNORED = -100\n")
        self.write("pkg/scoring.py", SCORING)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(self, *args: str) -> str:
        command = [sys.executable, "-m", "seqscore_lint", *args]
        run = subprocess.run(command, capture_output=True, text=True, cwd=self.root)
        assert run.returncode in (0, 1), run.stderr
        return run.stdout

    def lint(self, name: str, *args: str) -> list[tuple[str, int]]:
        found = json.loads(self.run("--output-format", "json", *args, name))
        return [(finding["code"], finding["location"]["row"]) for finding in found]


@pytest.mark.parametrize(
    ("name", "import_", "call"),
    [
        ("run.py", "from pkg.scoring import token_logits", "token_logits"),
        ("run.py", "from pkg.scoring import token_logits as f", "f"),
        ("run.py", "from pkg import token_logits", "token_logits"),
        ("run.py", "import pkg.scoring as s", "s.token_logits"),
        ("run.py", "import pkg.scoring", "pkg.scoring.token_logits"),
        ("run.py", "from pkg import scoring", "scoring.token_logits"),
        ("scripts/deep/run.py", "from pkg import token_logits", "token_logits"),
        ("pkg/run.py", "from .scoring import token_logits", "token_logits"),
        ("pkg/run.py", "from . import scoring", "scoring.token_logits"),
        ("pkg/run.py", "from . import token_logits", "token_logits"),
        ("pkg/eval/run.py", "from ..scoring import token_logits", "token_logits"),
        ("pkg/eval/run.py", "from .. import scoring as s", "s.token_logits"),
    ],
)
def test_what_an_imported_function_returns_is_known(tree, name, import_, call):
    tree.write(name, CALLER.format(import_=import_, call=call))
    assert tree.lint(name) == WRONG
    right = CALLER.format(import_=import_, call=call).replace("token_logits", "token_logprobs")
    tree.write(name, right.replace("pkg import token_logprobs", "pkg import logprobs as token_logprobs"))
    assert tree.lint(name) == []


def test_a_source_folder_is_found_from_the_tests(tree):
    tree.write("src/lib/score.py", SCORING.replace("from .constants import IGNORED\n", "\n"))
    name = "tests/test_lib.py"
    tree.write(name, CALLER.format(import_="from lib.score import token_logits", call="token_logits"))
    assert tree.lint(name) == WRONG


def test_a_constant_of_another_file_is_known(tree):
    text = (
        "import torch\nfrom pkg.constants import {name}\n\n"
        "def loss(model, input_ids, labels):\n"
        "    labels = labels.masked_fill(labels == 0, {name})\n"
        "    logprobs = model(input_ids).logits[:, :-1].log_softmax(-1)\n"
        "    return -logprobs.gather(-1, labels[:, 1:].unsqueeze(-1)).sum()\n"
    )
    tree.write("run.py", text.format(name="IGNORED"))
    assert tree.lint("run.py") == [("SEQ210", 7)]
    tree.write("pkg/constants.py", "IGNORED = 0\n")
    assert tree.lint("run.py") == []


def test_the_finding_is_where_the_function_is_called(tree):
    tree.write("run.py", CALLER.format(import_="from pkg import token_logits", call="token_logits"))
    (found,) = json.loads(tree.run("--output-format", "json", "run.py"))
    assert {step["filename"] for step in found["evidence"]} == {str(tree.root / "run.py")}
    assert found["evidence"][0]["what"] == "token_logits() returns it"
    assert found["evidence"][0]["row"] == 7
    assert found["confidence"] == "likely"


def test_what_was_made_before_a_loop_is_still_one_when_a_helper_reads_it(tree):
    tree.write("pkg/scoring.py", "def entry(row, token):\n    return row[token].item()\n")
    text = (
        "from pkg.scoring import entry\n\n"
        "def letter(model, ids, options):\n"
        "    row = model(ids).logits[0, -1]\n"
        "    return max(options, key=lambda option: entry(row, options[option]))\n"
    )
    tree.write("run.py", text)
    assert tree.lint("run.py") == []
    each = "entry(model(options[option]).logits[0, -1], 3)"
    tree.write("run.py", text.replace("entry(row, options[option])", each))
    assert tree.lint("run.py") == [("SEQ502", 5)]


def test_nothing_above_the_project_is_looked_at(tree):
    tree.write("inner/pyproject.toml", "[tool.seqscore-lint]\n")
    tree.write("inner/run.py", CALLER.format(import_="from pkg import token_logits", call="token_logits"))
    assert tree.lint("inner/run.py") == []


@pytest.mark.parametrize(
    "scoring",
    [
        "def token_logits(:\n    return logits\n",
        "from .scoring import token_logits\n",
        "from .other import token_logits\n",
        "from run import evaluate\n\ndef token_logits(model, ids):\n    return evaluate(ids) + model(ids).logits\n",
        "def token_logits(model, ids):\n    return token_logits(model, model(ids).logits)\n",
        "\0def token_logits(model, ids):\n    return model(ids).logits\n",
    ],
)
def test_what_cannot_be_read_or_goes_in_circles_says_nothing(tree, scoring):
    tree.write("pkg/other.py", "from .scoring import token_logits\n")
    tree.write("pkg/scoring.py", scoring)
    tree.write("run.py", CALLER.format(import_="from pkg.scoring import token_logits", call="token_logits"))
    assert tree.lint("run.py") == []


def test_the_cache_notices_a_change_in_another_file(tree):
    tree.write("run.py", CALLER.format(import_="from pkg import token_logits", call="token_logits"))
    cached = ("--cache-dir", "cache")
    assert tree.lint("run.py", *cached) == WRONG
    tree.write("pkg/scoring.py", SCORING.replace(".logits[:, :-1]\n", ".logits[:, :-1].log_softmax(-1)\n"))
    assert tree.lint("run.py", *cached) == []
    (tree.root / "pkg/scoring.py").unlink()
    assert tree.lint("run.py", *cached) == []
    tree.write("pkg/scoring.py", SCORING)
    assert tree.lint("run.py", *cached) == WRONG


@pytest.mark.parametrize("name", ["helpers.py", "helpers/__init__.py", "src/helpers/__init__.py"])
def test_the_cache_notices_a_module_that_was_not_there(tree, name):
    tree.write("run.py", CALLER.format(import_="from helpers import token_logits", call="token_logits"))
    assert tree.lint("run.py", "--cache-dir", "cache") == []
    tree.write(name, SCORING)
    assert tree.lint("run.py", "--cache-dir", "cache") == WRONG


def test_the_cache_notices_a_package_that_takes_the_place_of_a_module(tree):
    tree.write("helpers.py", SCORING)
    tree.write("run.py", CALLER.format(import_="from helpers import token_logits", call="token_logits"))
    assert tree.lint("run.py", "--cache-dir", "cache") == WRONG
    tree.write("helpers/__init__.py", "from pkg.scoring import token_logprobs as token_logits\n")
    assert tree.lint("run.py", "--cache-dir", "cache") == []
