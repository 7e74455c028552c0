"""Show both halves at work: the linter on evaluation scripts with bugs, the assertions on a wrong scorer.

Exits with 0 if both found what there is to find.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = HERE / "eval_scripts"


def run(*command: str) -> tuple[int, str]:
    """Run a module with this Python, show what it prints, and return its status and output."""
    print(f"$ {' '.join(command)}", flush=True)
    done = subprocess.run([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, flush=True)
    return done.returncode, done.stdout


def main() -> int:
    """Run both and say what they showed."""
    status, report = run("seqscore_lint", str(SCRIPTS))
    wrong = sorted(path.name for path in SCRIPTS.glob("*.py") if path.name != "right.py")
    missed = [name for name in wrong if f"{name}:" not in report]
    silent = "right.py:" not in report
    linted = status == 1 and not missed and silent

    status, report = run("pytest", "-q", "-p", "no:cacheprovider", str(HERE / "test_scorer.py"))
    tested = status == 1 and "1 failed, 1 passed" in report and "SEQ401 mean-for-sum" in report

    print(
        f"The linter found the bugs in {len(wrong) - len(missed)} of {len(wrong)} wrong scripts and "
        f"{'was silent on the right one' if silent else 'spoke about the right one'}; "
        f"pytest {'passed the right scorer and named the bug of the wrong one' if tested else 'did not name the bug'}."
    )
    return 0 if linted and tested else 1


if __name__ == "__main__":
    sys.exit(main())
