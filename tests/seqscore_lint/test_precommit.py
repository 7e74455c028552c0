"""The pre-commit hooks, run by pre-commit itself on a repository of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pre_commit")
yaml = pytest.importorskip("yaml")

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
SOURCE = "import torch\n\n\ndef f(logits):\n    return torch.log(torch.softmax(logits, dim=-1))\n"


@pytest.mark.skipif(shutil.which("git") is None, reason="pre-commit needs git")
def test_hooks(tmp_path):
    hooks = yaml.safe_load(HOOKS.read_text())
    assert [hook["id"] for hook in hooks] == ["seqscore-lint", "seqscore-lint-fix"]
    for hook in hooks:  # the installed linter in place of one that pre-commit would install
        hook["language"] = "system"
        hook["entry"] = hook["entry"].replace("seqscore-lint", f"{sys.executable} -m seqscore_lint", 1)
    (tmp_path / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})
    )
    wrong, excluded = tmp_path / "wrong.py", tmp_path / "gen" / "wrong.py"
    excluded.parent.mkdir()
    for path in (wrong, excluded):
        path.write_text(SOURCE)
    (tmp_path / "pyproject.toml").write_text('[tool.seqscore-lint]\nextend-exclude = ["gen"]\n')
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / ".cache"), "HOME": str(tmp_path)}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    def hook(name: str) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "-m", "pre_commit", "run", name, "--all-files")

    assert run("git", "init", "-q").returncode == 0
    assert run("git", "add", "wrong.py", "gen", "pyproject.toml", ".pre-commit-config.yaml").returncode == 0
    checked = hook("seqscore-lint")
    assert checked.returncode == 1
    assert "wrong.py:5:12" in checked.stdout
    assert "Found 1 problem" in checked.stdout
    fixed = hook("seqscore-lint-fix")
    assert fixed.returncode == 1
    assert "files were modified by this hook" in fixed.stdout
    assert wrong.read_text() == SOURCE.replace(
        "torch.log(torch.softmax(logits, dim=-1))", "torch.log_softmax(logits, dim=-1)"
    )
    assert excluded.read_text() == SOURCE
    assert hook("seqscore-lint").returncode == 0
