"""Comments that suppress findings, and what is said of those that suppress nothing."""

from __future__ import annotations

import pytest


def rows(project, source, *args):
    project.write("x.py", source)
    return [(entry["code"], entry["location"]["row"]) for entry in project.json(*args).json]


@pytest.mark.parametrize(
    "comment",
    [
        "# seqscore: ignore[SEQ401] the metric is a mean",
        "# seqscore:ignore[ SEQ602 , SEQ401 ]; log(softmax(x))",
        "# seqscore: ignore[mean-for-sum]",
        "# seqscore: ignore[SEQ4]",
        "# seqscore: ignore",
        "# noqa: SEQ401",
        "# noqa:E501,SEQ401",
        "# NOQA",
        "# some words  # seqscore: ignore[SEQ401]",
        "# type: ignore # seqscore: ignore[SEQ401]",
    ],
)
def test_a_comment_suppresses_on_its_row(project, comment):
    source = f"y = x.mean()  {comment}\nz = x.mean()\n"
    if "SEQ602" in comment:
        source = source.replace("x.mean()  ", "log(softmax(x)) + x.mean()  ")
    assert rows(project, source) == [("SEQ401", 2)]


@pytest.mark.parametrize(
    "comment",
    [
        "# seqscore: ignored",
        "# seqscore: ignore-everything",
        "# noqa: F401",
        "# noqaX",
        "# about noqa and seqscore: ignore",
        "'# seqscore: ignore'",
    ],
)
def test_what_only_looks_like_one_does_not(project, comment):
    source = f"y = x.mean()  {comment}\n" if comment.startswith("#") else f"y = x.mean() + {comment}\n"
    assert rows(project, source) == [("SEQ401", 1)]


def test_other_findings_of_the_row_stay(project):
    assert rows(project, "y = log(softmax(x)) + x.mean()  # seqscore: ignore[SEQ401]\n") == [("SEQ602", 1)]


def test_a_comment_on_a_row_of_its_own_is_for_the_statement_below(project):
    source = """
# seqscore: ignore[SEQ401] on purpose

# and another comment
y = (
    x.mean() +
    x.mean()
)
z = x.mean()
w = f(
    # seqscore: ignore[SEQ401]
    x.mean(),
    x.mean(),
)
"""
    assert rows(project, source) == [("SEQ401", 9), ("SEQ401", 13)]


def test_a_comment_inside_or_after_a_statement_of_many_rows(project):
    source = """
y = f(
    x.mean(),  # seqscore: ignore
    x.mean(),
)
z = f(
    x.mean(),
    x.mean(),
)  # seqscore: ignore
w = x.mean(
    0,
)  # seqscore: ignore
"""
    assert rows(project, source) == [("SEQ401", 4)]


def test_a_comment_for_the_file(project):
    source = "# seqscore: ignore-file[SEQ4] a file of means\ny = x.mean()\nz = log(softmax(x))\n"
    assert rows(project, source) == [("SEQ602", 3)]
    assert rows(project, "y = x.mean()\n# seqscore: ignore-file\nz = log(softmax(x))\n") == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("y = 1  # seqscore: ignore\n", "unused suppression: nothing is found here"),
        ("y = 1  # seqscore: ignore[SEQ401] old\n", "unused suppression: SEQ401 is not found here"),
        ("y = 1  # noqa: F401, SEQ401\n", "unused suppression: SEQ401 is not found here"),
        ("y = x.mean()  # seqscore: ignore[SEQ401,SEQ602]\n", "unused suppression: SEQ602 is not found here"),
        ("# seqscore: ignore-file[SEQ6]\ny = 1\n", "unused suppression: SEQ6 is not found here"),
        ("y = 1  # seqscore: ignore[SEQ999]\n", "unused suppression: SEQ999 is not found here"),
    ],
)
def test_an_unused_one_is_a_finding(project, source, said):
    project.write("x.py", source)
    (entry,) = project.json().json
    assert (entry["code"], entry["name"], entry["message"]) == ("SEQ001", "unused-suppression", said)
    assert entry["location"]["column"] == source.splitlines()[entry["location"]["row"] - 1].index("#") + 1
    assert project.json("--ignore", "SEQ001").json == []


def test_an_unused_one_is_reported_only_if_its_rules_were_run(project):
    assert rows(project, "y = 1  # seqscore: ignore[SEQ401]\n", "--select", "SEQ001,SEQ6") == []
    assert rows(project, "y = 1  # seqscore: ignore\n", "--ignore", "SEQ104") == []
    assert rows(project, "y = 1  # noqa\n") == []
    assert rows(project, "y = x.softmax(1)  # seqscore: ignore[SEQ104]\n") == []
    assert rows(project, 'y = "# seqscore: ignore"\n') == []


def test_comments_are_added_where_they_suppress(project):
    source = '''import torch
y = x.mean()
z = log(softmax(x)) + x.mean()  # because
w = x.mean() + 1  # seqscore: ignore[SEQ104]
v = x.mean(), """text
goes on"""
u = x.mean() + \\
    1
'''
    path = project.write("x.py", source.replace("\n", "\r\n"))
    result = project.lint("--add-ignore", "--ignore", "SEQ001")
    assert result.status == 0
    assert "7" in result.err or "6" in result.err
    assert (
        path.read_bytes().decode()
        == '''import torch
y = x.mean()  # seqscore: ignore[SEQ401]
z = log(softmax(x)) + x.mean()  # because  # seqscore: ignore[SEQ401, SEQ602]
w = x.mean() + 1  # seqscore: ignore[SEQ104, SEQ401]
v = x.mean(), """text
goes on"""  # seqscore: ignore[SEQ401]
u = x.mean() + \\
    1  # seqscore: ignore[SEQ401]
'''.replace("\n", "\r\n")
    )
    assert project.lint("--ignore", "SEQ001").status == 0


def test_the_row_of_a_comment_is_in_the_json(project):
    project.write("x.py", 'y = x.mean(), """\n\n"""\nz = x.mean()\n')
    assert [entry["noqa_row"] for entry in project.json().json] == [3, 4]
