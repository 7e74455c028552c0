"""How much later pytest starts with the plugin installed and unused. Goal: at most 5 ms.

Runs ``pytest --collect-only`` in an empty folder with and without the plugin, in turns, and prints the
difference of the minima and of the medians. Other plugins of the environment are switched off.

    python tests/benchmarks/bench_startup.py [REPEATS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

COMMAND = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
VARIANTS = {"without": [], "with": ["-p", "pytest_seqscore.plugin"]}


def seconds(options: list[str], folder: str) -> float:
    """Wall time of one run."""
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    start = time.perf_counter()
    subprocess.run([*COMMAND, *options], cwd=folder, env=environment, capture_output=True, check=False)
    return time.perf_counter() - start


def main(repeats: int) -> None:
    times: dict[str, list[float]] = {name: [] for name in VARIANTS}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repeats):
            for name, options in VARIANTS.items():
                times[name].append(seconds(options, folder))
    for label, statistic in (("minimum", min), ("median", statistics.median)):
        without, with_plugin = (1000 * statistic(times[name]) for name in ("without", "with"))
        print(
            f"{label}: {without:.1f} ms without, {with_plugin:.1f} ms with, {with_plugin - without:+.1f} ms"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
