"""pass@k leaderboard for a code benchmark."""
from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(order=True)
class Row:
    pass_at_1: float
    pass_at_10: float
    model: str


def pass_at_k(n: int, c: int, k: int) -> float:
    if n - c < k:
        return 1.0
    return 1.0 - float(np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def collect(path: Path) -> dict[str, tuple[int, int]]:
    n, c = defaultdict(int), defaultdict(int)
    for line in path.read_text().splitlines():
        d = json.loads(line)
        n[d["task_id"]] += 1
        c[d["task_id"]] += bool(d["passed"])
    return {t: (n[t], c[t]) for t in n}


def row(path: Path) -> Row:
    counts = collect(path).values()
    mean = {k: sum(pass_at_k(n, c, k) for n, c in counts) / len(counts) for k in (1, 10)}
    return Row(mean[1], mean[10], path.stem)


if __name__ == "__main__":
    for r in sorted((row(p) for p in Path("samples").glob("*.jsonl")), reverse=True):
        print(f"{r.model:30s} {r.pass_at_1:7.2%} {r.pass_at_10:7.2%}")
