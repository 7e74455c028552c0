"""Rules and signatures from other distributions, through real entry points."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PLUGIN = '''
"""Rules of a team."""
from seqscore_lint.plugins import hookimpl
from seqscore_lint.rule import Rule

RULE = Rule("TEAM01", (("zzz",),), (), lambda event, at: None, (), (), "a rule of ours\\n\\nMore about it.")

@hookimpl
def seqscore_lint_rules():
    return [RULE]

@hookimpl
def seqscore_lint_signatures():
    return {"team.score": {}}
'''


def install(folder: Path, module: str, group: str = "seqscore_lint") -> None:
    (folder / "team_rules.py").write_text(module)
    info = folder / "team_rules-1.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: team-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\nteam = team_rules\n")


def python(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, *args], capture_output=True, text=True, env=environment, cwd=folder, check=False
    )


def test_rules_and_signatures_of_a_plugin(tmp_path):
    install(tmp_path, PLUGIN)
    listed = python(tmp_path, "-m", "seqscore_lint", "--list-rules", "--output-format", "json")
    (rule,) = [row for row in json.loads(listed.stdout) if row["code"] == "TEAM01"]
    assert rule == {
        "code": "TEAM01", "name": "team-rules", "stage": "plugin", "summary": "a rule of ours", "fix": None,
    }  # fmt: skip
    assert "More about it." in python(tmp_path, "-m", "seqscore_lint", "--explain", "TEAM01").stdout
    (tmp_path / "x.py").write_text("x = 1\n")
    chosen = python(tmp_path, "-m", "seqscore_lint", "--select", "TEAM", "--isolated", "x.py")
    assert (chosen.returncode, chosen.stderr) == (0, "")
    code = "from seqscore_lint import registry; print(registry.signatures())"
    assert python(tmp_path, "-c", code).stdout == "[{'team.score': {}}]\n"


def test_a_plugin_that_breaks_is_one_line_and_status_2(tmp_path):
    (tmp_path / "x.py").write_text("x = 1\n")
    for module in (
        "raise RuntimeError('on fire')",
        PLUGIN.replace("seqscore_lint_rules", "seqscore_lint_ruels"),
        PLUGIN.replace("return [RULE]", "return [1]"),
        PLUGIN.replace("return [RULE]", "return 1"),
    ):
        install(tmp_path, module)
        run = python(tmp_path, "-m", "seqscore_lint", "x.py")
        assert run.returncode == 2
        assert run.stderr.count("\n") == 1
        assert "plugin" in run.stderr or "seqscore_lint_rules" in run.stderr


def test_other_entry_points_cost_nothing(tmp_path):
    install(tmp_path, PLUGIN, group="console_scripts")
    code = (
        "import sys; from seqscore_lint import plugins; print(plugins.installed(), plugins.rules());"
        "print('pluggy' in sys.modules, 'importlib.metadata' in sys.modules)"
    )
    assert python(tmp_path, "-c", code).stdout == "False []\nFalse False\n"
