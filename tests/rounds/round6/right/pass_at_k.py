"""Unbiased pass@k and majority vote for sampled programs."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Sequence

import numpy as np


@dataclass(frozen=True)
class Task:
    name: str
    passed: Sequence[bool]
    answers: Sequence[str]


def pass_at_k(n: int, c: int, k: int) -> float:
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def vote_share(t: Task) -> tuple[str, float]:
    (answer, hits), = Counter(t.answers).most_common(1)
    return answer, hits / len(t.answers)


def summary(tasks: list[Task], ks=(1, 5, 10)) -> dict[str, float]:
    out = {f"pass@{k}": float(np.mean([pass_at_k(len(t.passed), sum(t.passed), k) for t in tasks])) for k in ks}
    out["agreement"] = float(np.mean([vote_share(t)[1] for t in tasks]))
    return out


if __name__ == "__main__":
    assert abs(pass_at_k(10, 3, 1) - 0.3) < 1e-12
