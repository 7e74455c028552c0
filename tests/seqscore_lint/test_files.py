"""Which files are looked at: folders, .gitignore, exclusion."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from seqscore_lint.config import Resolver
from seqscore_lint.files import find
from seqscore_lint.gitignore import Ignore


def found(root: Path, *paths: str, force_exclude: bool = False, **given: object) -> list[str]:
    def fail(path: str, why: str) -> None:
        raise AssertionError((path, why))

    names = find(paths or (str(root),), Resolver(given), force_exclude=force_exclude, on_error=fail)
    return [str(Path(name).relative_to(root)) for name in names]


def touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def test_python_files_and_notebooks_each_once_and_sorted(tmp_path):
    touch(tmp_path, "b.py", "a/c.ipynb", "a/d.txt", "a/e.pyc", "z/y/x.py")
    assert found(tmp_path) == ["a/c.ipynb", "b.py", "z/y/x.py"]
    assert found(tmp_path, str(tmp_path), str(tmp_path / "b.py"), f"{tmp_path}/a/../b.py") == found(tmp_path)


def test_what_nobody_wants_to_see_is_left_out(tmp_path):
    touch(tmp_path, "a.py", ".venv/b.py", "node_modules/c.py", "x/.git/d.py", "x/site-packages/e.py")
    touch(tmp_path, "my-environment/pyvenv.cfg", "my-environment/lib/f.py")
    assert found(tmp_path) == ["a.py"]
    assert found(tmp_path / "x" / "site-packages") == ["e.py"]


def test_a_named_file_is_taken_whatever_it_is(tmp_path):
    touch(tmp_path, "script", "dist/a.py")
    (tmp_path / ".gitignore").write_text("script\n")
    named = [str(tmp_path / "script"), str(tmp_path / "dist" / "a.py")]
    assert found(tmp_path, *named) == ["dist/a.py", "script"]
    (tmp_path / "pyproject.toml").write_text("[tool.seqscore-lint]\n")
    assert found(tmp_path, *named, force_exclude=True) == ["script"]


def test_links_to_folders_are_not_followed(tmp_path):
    touch(tmp_path, "a/b.py")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "c.py").symlink_to(tmp_path / "a" / "b.py")
    assert found(tmp_path) == ["a/b.py", "c.py"]


def test_gitignore_without_a_repository(tmp_path):
    touch(tmp_path, "a.py", "out/b.py", "src/gen/c.py", "src/keep.py", "src/drop.py")
    (tmp_path / ".gitignore").write_text("# comment\nout/\n/src/gen\ndrop.py\n")
    (tmp_path / "src" / ".gitignore").write_text("!drop.py\nkeep.py\n")
    assert found(tmp_path) == ["a.py", "src/drop.py"]


def test_gitignore_above_and_beside_the_repository(tmp_path):
    touch(tmp_path, "repo/.git/info/exclude", "repo/pkg/a.py", "repo/pkg/b.py", "repo/pkg/c.py")
    (tmp_path / ".gitignore").write_text("a.py\n")
    (tmp_path / "repo" / ".gitignore").write_text("/pkg/b.py\n")
    (tmp_path / "repo" / ".git" / "info" / "exclude").write_text("c.py\n")
    assert found(tmp_path / "repo" / "pkg") == ["a.py"]


def test_excluded_by_name_by_path_and_by_glob(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    touch(tmp_path, "a.py", "gen/b.py", "src/gen/c.py", "src/d_pb2.py", "src/e.py", "dist/f.py")
    assert found(tmp_path, exclude=["gen"]) == ["a.py", "dist/f.py", "src/d_pb2.py", "src/e.py"]
    assert found(tmp_path, exclude=["./gen", "*_pb2.py"]) == ["a.py", "dist/f.py", "src/e.py", "src/gen/c.py"]
    assert found(tmp_path, **{"extend-exclude": ["src/**"]}) == ["a.py", "gen/b.py"]
    assert found(tmp_path, **{"extend-exclude": [f"{tmp_path}/src/"]}) == ["a.py", "gen/b.py"]


def test_a_folder_that_cannot_be_read_is_reported(tmp_path, monkeypatch):
    touch(tmp_path, "a.py", "closed/b.py")
    import os

    real = os.scandir

    def scandir(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    errors = []
    names = find([str(tmp_path)], Resolver(), on_error=lambda *error: errors.append(error))
    assert names == [str(tmp_path / "a.py")]
    assert errors == [(str(tmp_path / "closed"), "Permission denied")]


PATHS = ["a", "b", "a/a", "a/b", "b/a", "a/b/a", "a/b/c.py", "c.py", "b/a b", "a/#x", "a/!b", "[a]"]
_piece = st.sampled_from(
    ["a", "b", "c.py", "*", "**", "?", "*.py", "a*", "[ab]", "[!a]", "[^b]", "[a-c]*", "a b", "\\#x", "#x",
     "!b", "\\!b", "[[]a]", "\\a", "b\\*", "a ", "a\\ ", "[", "[]a]", "[\\]a]"]
)  # fmt: skip
_line = st.builds(
    lambda no, head, parts, tail: no + head + "/".join(parts) + tail,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "/", "**/"]),
    st.lists(_piece, min_size=1, max_size=3),
    st.sampled_from(["", "", "/", "/**", " "]),
)


@pytest.mark.skipif(shutil.which("git") is None, reason="compared with git")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_line, min_size=1, max_size=8))
@example(["a", "!/**"])
def test_patterns_mean_what_git_says(tmp_path_factory, lines):
    repo = tmp_path_factory.getbasetemp() / "git-repo"
    if not repo.exists():
        repo.mkdir()
        subprocess.run(["git", "init", "-q", str(repo)], check=True)
    (repo / ".git" / "info").mkdir(exist_ok=True)
    (repo / ".gitignore").write_text("\n".join(lines))
    check = subprocess.run(
        ["git", "-C", str(repo), "check-ignore", "--no-index", "-z", "--stdin", "-v", "-n"],
        input="\0".join(PATHS).encode() + b"\0",
        capture_output=True,
        env={"HOME": str(repo), "PATH": "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"},
    )
    fields = check.stdout.decode().split("\0")[:-1]
    by_git = {
        fields[i + 3]: bool(fields[i + 2]) and not fields[i + 2].startswith("!")
        for i in range(0, len(fields), 4)
    }
    ignore = Ignore("\n".join(lines))

    def ignored(path: str) -> bool:
        parts = path.split("/")
        for depth in range(1, len(parts)):
            if ignore.decides("/".join(parts[:depth]), True):
                return True
        return bool(ignore.decides(path, False))

    assert {path: ignored(path) for path in PATHS} == by_git
