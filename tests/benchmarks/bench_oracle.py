"""Time and memory of ``oracle.token_logprobs`` beside the usual ways, its growth, and its error.

    python tests/benchmarks/bench_oracle.py [--rows 512] [--repeats 7]

CPU seconds of all threads, the least of several runs; every contender in a process of its own, whose peak
memory above its logits is read from the operating system. Logits are float32 ``[rows, 128256]``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

VOCABULARY = 128_256
SIZES = (100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000)


def ours(logits: Any, tokens: Any) -> Any:
    from pytest_seqscore import oracle

    return oracle.token_logprobs(logits, tokens)


def read_floor(logits: Any, tokens: Any) -> Any:
    return np.max(logits)


def one_liner(logits: Any, tokens: Any) -> Any:
    x = logits - logits.max(-1, keepdims=True)
    return (x - np.log(np.exp(x).sum(-1, keepdims=True)))[np.arange(len(tokens)), tokens]


def one_liner_float64(logits: Any, tokens: Any) -> Any:
    return one_liner(logits.astype(np.float64), tokens)


def scipy_way(logits: Any, tokens: Any) -> Any:
    from scipy.special import log_softmax

    return log_softmax(logits, axis=-1)[np.arange(len(tokens)), tokens]


def torch_way(logits: Any, tokens: Any) -> Any:
    import torch

    values = torch.log_softmax(torch.from_numpy(logits), -1)
    return values.gather(-1, torch.from_numpy(tokens)[:, None])[:, 0].numpy()


CONTENDERS: dict[str, tuple[Callable[[Any, Any], Any], int]] = {
    "pytest_seqscore": (ours, 0),
    "numpy.max (reading only)": (read_floor, 0),
    "numpy one-liner, float32": (one_liner, 0),
    "numpy one-liner, float64": (one_liner_float64, 0),
    "scipy.special.log_softmax": (scipy_way, 0),
    "torch, 1 thread": (torch_way, 1),
    "torch, 2 threads": (torch_way, 2),
}


def make(rows: int, size: int, seed: int = 0) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    logits = rng.standard_normal((rows, size), dtype=np.float32)
    logits *= 4.0
    return logits, rng.integers(0, size, rows)


def least(work: Callable[[], Any], repeats: int) -> tuple[float, float]:
    """CPU seconds and wall seconds, the least of each."""
    runs = []
    for _ in range(repeats):
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        runs.append((time.process_time() - cpu, time.perf_counter() - wall))
    return min(run[0] for run in runs), min(run[1] for run in runs)


def measure(name: str, rows: int, repeats: int) -> dict[str, float]:
    """In a fresh process: time, and peak memory above the logits."""
    work, threads = CONTENDERS[name]
    if threads:
        import torch

        torch.set_num_threads(threads)
    logits, tokens = make(rows, VOCABULARY)
    work(logits[:1], tokens[:1])  # imports and caches
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    work(logits, tokens)
    extra = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    cpu, wall = least(lambda: work(logits, tokens), repeats)
    return {"cpu": cpu, "wall": wall, "extra": extra}


def compare(rows: int, repeats: int) -> None:
    results = {}
    for name in CONTENDERS:
        library = name.split(",")[0].split(".")[0].split(" ")[0]
        if importlib.util.find_spec(library) is None:
            continue
        command = [sys.executable, __file__, "--one", name, "--rows", str(rows), "--repeats", str(repeats)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
        )
        results[name] = json.loads(done.stdout)
    base = results["pytest_seqscore"]
    print(f"float32 [{rows}, {VOCABULARY}], chosen tokens")
    print(f"  {'':28}{'CPU ms':>8}{'wall ms':>9}{'extra MB':>10}{'ours/theirs, CPU':>18}{'wall':>7}")
    for name, result in results.items():
        ratios = f"{base['cpu'] / result['cpu']:>18.2f}{base['wall'] / result['wall']:>7.2f}"
        times = f"{1e3 * result['cpu']:>8.1f}{1e3 * result['wall']:>9.1f}{result['extra'] / 1e6:>10.1f}"
        print(f"  {name:28}{times}{ratios}")


def growth(repeats: int) -> None:
    """Time per element from 1e5 to 1e9 elements; the larger ones repeat 8 million, without a copy."""
    from pytest_seqscore import oracle

    rows, size = 256, 32_000
    logits, tokens = make(rows, size)
    print("\ngrowth, float32, V = 32,000")
    times = []
    for count in SIZES:
        if count <= rows * size:
            x, ids = logits[: round(count / size)], tokens[: round(count / size)]
        else:
            batch = round(count / (rows * size))
            x, ids = np.broadcast_to(logits, (batch, rows, size)), np.broadcast_to(tokens, (batch, rows))
        cpu, wall = least(lambda x=x, ids=ids: oracle.token_logprobs(x, ids), repeats if count < 1e9 else 1)
        times.append(cpu / x.size)
        each = f"{1e9 * cpu / x.size:.2f} ns of CPU, {1e9 * wall / x.size:.2f} ns of time each"
        print(f"  {x.size:>13,} elements  {each}")
    print(f"  largest over smallest: {max(times) / min(times):.2f}")


def error() -> None:
    """Largest relative error against arithmetic with 60 digits."""
    import mpmath

    mpmath.mp.dps = 60
    worst: dict[str, float] = {}
    for scale, offset in ((1.0, 0.0), (4.0, 0.0), (20.0, 0.0), (4.0, 1e4), (4.0, -700.0)):
        x, ids = make(6, 4000)
        x = (x / 4.0 * scale + offset).astype(np.float32)
        x[0, ids[0]] += 40.0  # a token that is nearly sure
        found = {
            name: CONTENDERS[name][0](x, ids)
            for name in CONTENDERS
            if name in ("pytest_seqscore", "numpy one-liner, float32", "numpy one-liner, float64")
        }
        for t, token in enumerate(ids):
            row = [mpmath.mpf(float(value)) for value in x[t]]
            exact = row[token] - mpmath.log(mpmath.fsum(mpmath.exp(value) for value in row))
            for name, values in found.items():
                off = float(abs((mpmath.mpf(float(values[t])) - exact) / exact))
                worst[name] = max(worst.get(name, 0.0), off)
    print("\nlargest relative error of a token's log-prob (V = 4,000; one token of each case nearly sure)")
    for name, off in worst.items():
        print(f"  {name:28}{off:.1e}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=512)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--one", choices=CONTENDERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.rows, options.repeats)))
        return
    compare(options.rows, options.repeats)
    growth(options.repeats)
    error()


if __name__ == "__main__":
    main()
