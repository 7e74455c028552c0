"""How much later pytest starts with the plugin installed and unused. Goal: at most 5 ms.

Runs ``pytest --collect-only`` in an empty folder with and without the plugin (``-p no:seqscore``), in turns,
and prints the difference of the minima and of the medians, in wall and in CPU time.

    python tests/benchmarks/bench_startup.py [REPEATS]
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time

COMMAND = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
VARIANTS = {"without": ["-p", "no:seqscore"], "with": []}


def milliseconds(options: list[str], folder: str) -> tuple[float, float]:
    """Wall and CPU time of one run."""
    start, used = time.perf_counter(), _cpu()
    subprocess.run([*COMMAND, *options], cwd=folder, capture_output=True, check=False)
    return 1000 * (time.perf_counter() - start), 1000 * (_cpu() - used)


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main(repeats: int) -> None:
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in VARIANTS}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repeats):
            for name, options in VARIANTS.items():
                times[name].append(milliseconds(options, folder))
    for kind, clock in enumerate(("wall", "CPU")):
        for label, statistic in (("minimum", min), ("median", statistics.median)):
            without, with_plugin = (statistic(run[kind] for run in times[name]) for name in VARIANTS)
            more = with_plugin - without
            print(f"{clock} {label}: {without:.1f} ms without, {with_plugin:.1f} ms with, {more:+.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
