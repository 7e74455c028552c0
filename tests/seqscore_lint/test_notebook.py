"""Notebooks: code cells are linted as one module, places and fixes are by cell."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqscore_lint.notebook import Notebook


def notebook(*cells, indent=1, language="python", **extra):
    made = [
        {"cell_type": kind, "metadata": {}, **({"outputs": []} if kind == "code" else {}), "source": source}
        for kind, source in cells
    ]  # fmt: skip
    document = {
        "cells": made,
        "metadata": {"kernelspec": {"language": language}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps({**document, **extra}, indent=indent, ensure_ascii=False) + "\n"


CELLS = (
    ("markdown", ["# Scores\n", "x.mean()"]),
    ("code", ["%matplotlib inline\n", "!pip install torch\n", "import torch"]),
    ("code", "files = !ls\nx?\ny = x.mean()\n"),
    ("code", "%%bash\necho x.mean()"),
    ("code", ["%%time\n", "é = 1\n", "for i in y:\n", "    %time é += torch.log(torch.softmax(i, -1))"]),
    ("code", ["z = (y\n", "  %x.mean())"]),
)


def test_findings_are_placed_by_cell(project):
    project.write("n.ipynb", notebook(*CELLS))
    entries = project.json().json
    assert [(e["code"], e["cell"], e["location"]["row"], e["noqa_row"]) for e in entries] == [
        ("SEQ401", 3, 3, 3),
        ("SEQ401", 6, 2, 2),
    ]
    assert "n.ipynb:cell 3:3:5: SEQ401" in project.lint("--output-format", "concise").out
    full = project.lint().out
    assert "3 | y = x.mean()" in full
    assert "echo" not in full


def test_comments_in_cells_suppress(project):
    project.write("n.ipynb", notebook(("code", "y = x.mean()  # seqscore: ignore[SEQ401]")))
    assert project.json().status == 0


@pytest.mark.parametrize("indent", [None, 1, 4, "\t"])
def test_a_fix_changes_its_cell_and_nothing_else(project, indent):
    cells = (
        ("code", ["%matplotlib inline\n", "from torch.nn.functional import softmax\n", "import torch"]),
        ("markdown", "# log(softmax(x))"),
        ("code", ["y = torch.log(softmax(x, -1))\n", "!ls"]),
        ("code", "z = torch.log(softmax(y, -1))"),
    )
    path = project.write("n.ipynb", notebook(*cells, indent=indent))
    assert project.lint("--fix").status == 0
    fixed = (
        (
            "code",
            [
                "%matplotlib inline\n",
                "from torch.nn.functional import log_softmax, softmax\n",
                "import torch",
            ],
        ),
        ("markdown", "# log(softmax(x))"),
        ("code", ["y = log_softmax(x, -1)\n", "!ls"]),
        ("code", "z = log_softmax(y, -1)"),
    )
    assert path.read_text() == notebook(*fixed, indent=indent)


def test_edits_are_by_cell(project):
    project.write(
        "n.ipynb", notebook(("code", "import torch"), ("code", "\ny = torch.log(torch.softmax(x, -1))"))
    )
    (entry,) = project.json().json
    assert entry["fix"]["edits"] == [
        {
            "content": "torch.log_softmax(x, -1)",
            "location": {"row": 2, "column": 5},
            "end_location": {"row": 2, "column": 36},
        }
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"cells": 1}',
        '{"worksheets": []}',
        '{"cells": [{"cell_type": "code"}]}',
        "\xff",
        '{"cells": [1]}',
    ],
)
def test_what_is_no_notebook_is_reported(project, content):
    project.write("n.ipynb", content)
    project.write("x.py", "x.mean()\n")
    result = project.json()
    assert result.status == 1
    assert [entry["name"] for entry in result.json] == ["invalid-notebook", "mean-for-sum"]
    assert result.err.count("\n") == 1


def test_other_languages_are_left_alone(project):
    project.write("n.ipynb", notebook(("code", "y <- x.mean()"), language="R"))
    assert project.json() == (0, "[]\n", "")


def test_a_syntax_error_is_reported(project):
    project.write("n.ipynb", notebook(("code", "x = 1"), ("code", "def f(:")))
    (entry,) = project.json().json
    assert (entry["name"], entry["cell"], entry["location"]["row"]) == ("invalid-syntax", 2, 1)
    assert "1 | def f(:" in project.lint().out


_row = st.sampled_from(
    ["", "x = 1", "import torch", "%time x = 2", "!ls", "    y", "é = '漢'", "x?", "%%bash"]
)


@given(st.lists(st.lists(_row, max_size=4).map("\n".join), min_size=1, max_size=5), st.booleans())
def test_an_unchanged_text_gives_the_same_bytes(cells, as_list):
    sources = [text.splitlines(keepends=True) if as_list else text for text in cells]
    raw = notebook(*(("code", source) for source in sources)).encode()
    read = Notebook("n.ipynb", raw)
    assert read.encode(read.text) == raw


@given(st.lists(st.lists(_row, max_size=4).map("\n".join), min_size=1, max_size=5), st.data())
def test_a_changed_row_stays_in_its_cell(cells, data):
    read = Notebook("n.ipynb", notebook(*(("code", text) for text in cells)).encode())
    rows = read.text.split("\n")
    number = data.draw(st.sampled_from([n for n, row in enumerate(rows, 1) if "next cell" not in row]))
    cell, row = read.place(number)
    rows[number - 1] = "changed = 1"
    document = json.loads(read.encode("\n".join(rows)))
    changed = [c["source"] for c in document["cells"]]
    assert changed[cell - 1].split("\n")[row - 1] == "changed = 1"
    assert [text for i, text in enumerate(changed) if i != cell - 1] == [
        text for i, text in enumerate(cells) if i != cell - 1
    ]
