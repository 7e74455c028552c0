"""How fast the linter reads, beside a search for bytes and Python's own parser in the same run.

    python tests/benchmarks/bench_lint.py DIR...

Every measure is taken in a process of its own, so that its peak memory is its own. CPU seconds are those of
one process, reading left out; lines are counted by newlines.
"""

from __future__ import annotations

import ast
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

SLOWEST = 5


def sources(folders: list[str]) -> Iterator[tuple[str, bytes]]:
    """All Python files below the folders, with their content."""
    for path in sorted(path for folder in folders for path in Path(folder).rglob("*.py") if path.is_file()):
        yield str(path), path.read_bytes()


def search(path: str, raw: bytes) -> None:
    """The words of scoring, case by case, as one regular expression."""
    re.search(rb"logit|log_?prob|softmax|perplexity|cross_entropy|nll", raw)


def parse(path: str, raw: bytes) -> None:
    """What any linter of Python pays at least."""
    ast.parse(raw, path)


def lint() -> Callable[[str, bytes], None]:
    """Everything that the command does with a file but reading and printing."""
    from seqscore_lint import registry
    from seqscore_lint.config import Resolver
    from seqscore_lint.runner import Plan, check_file

    registry.rules()
    settings = Resolver(isolated=True).settings(os.getcwd())

    def check(path: str, raw: bytes) -> None:
        report = check_file(path, settings, Plan(), raw)
        if report.problem and report.problem.kind == "internal-error":
            print(f"{path}: {report.problem.message}", file=sys.stderr)

    return check


def measure(step: str, folders: list[str]) -> None:
    """Run one step over all files; print lines, CPU seconds and peak memory, and the slowest files."""
    warnings.simplefilter("ignore")
    work = {"search": lambda: search, "parse": lambda: parse, "lint": lint}[step]()
    lines, total, slowest = 0, 0.0, []
    for path, raw in sources(folders):
        start = time.process_time()
        work(path, raw)
        spent = time.process_time() - start
        lines += raw.count(b"\n")
        total += spent
        slowest = sorted([*slowest, (spent, path)], reverse=True)[:SLOWEST]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(lines, total, memory)
    for spent, path in slowest:
        print(spent, path)


def cold_start(repeats: int = 7) -> float:
    """The median seconds of the command on a file of twenty lines, with bytecode as after installing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "score.py")
        path.write_text(
            "import torch\n\n\ndef score(x, t):\n    return torch.log_softmax(x, -1)[t].sum()\n" * 4
        )
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        command = [sys.executable, "-m", "seqscore_lint", "--isolated", str(path)]
        times = []
        for _ in range(repeats):
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=False)
            times.append(time.perf_counter() - start)
        return sorted(times)[repeats // 2]


def main() -> int:
    """Measure every step and print them side by side."""
    if len(sys.argv) < 2:
        print("usage: bench_lint.py DIR...", file=sys.stderr)
        return 2
    if sys.argv[1].startswith("--step="):
        measure(sys.argv[1].removeprefix("--step="), sys.argv[2:])
        return 0
    rates: dict[str, float] = {}
    slowest: list[str] = []
    for step in ("search", "parse", "lint"):
        command = [sys.executable, __file__, f"--step={step}", *sys.argv[1:]]
        first, *slowest = subprocess.run(
            command, stdout=subprocess.PIPE, text=True, check=True
        ).stdout.splitlines()
        lines, seconds, memory = map(float, first.split())
        if not lines:
            print("no Python files below the given folders", file=sys.stderr)
            return 2
        rates[step] = lines / seconds
        against = f"{rates[step] / rates['parse']:8.2f} x ast.parse" if "parse" in rates else ""
        counted = f"{step:8} {lines:12,.0f} lines {seconds:9.2f} s {rates[step]:12,.0f} lines/s"
        print(f"{counted} {memory:6.0f} MB {against}")
    print("slowest files:")
    for line in slowest:
        seconds, path = line.split(maxsplit=1)
        print(f"  {float(seconds):7.3f} s  {path}")
    print(f"cold start on one file of twenty lines: {cold_start():.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
