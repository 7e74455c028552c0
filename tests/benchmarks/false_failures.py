"""How often correct pipelines fail, and which bugs are small enough to pass: our tolerance and three others.

    python tests/benchmarks/false_failures.py [--tokens 100000] [--seed 0]

Every entry of every row counts as a token. The competitors are judged on the same values, by the formulas
that they document as their defaults. Pipelines that keep the sum over the vocabulary in float16 are tried
on vocabularies below 65,504 only: beyond, flat logits overflow it, and the result is -inf.
"""

from __future__ import annotations

import argparse
import importlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from pytest_seqscore import oracle, tolerance
from pytest_seqscore.tolerances import arithmetic_of, distribution_bounds

SIZES = (50, 1000, 32_000, 128_256, 262_144)
KINDS = ("random", "peaked", "flat", "offset", "adversarial")
LENGTHS = (8, 64, 512)
COMPETITORS = {  # dtype -> (rtol, atol)
    "torch.testing.assert_close": {
        "float64": (1e-7, 1e-7),
        "float32": (1.3e-6, 1e-5),
        "bfloat16": (1.6e-2, 1e-5),
        "float16": (1e-3, 1e-5),
    },
    "pytest.approx": defaultdict(lambda: (1e-6, 1e-12)),
    "numpy.testing.assert_allclose": defaultdict(lambda: (1e-7, 0.0)),
}


def module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


torch, jax, scipy = module("torch"), module("jax"), module("scipy.special")
if jax is not None:
    jax.config.update("jax_enable_x64", True)


def make_logits(
    kind: str, rows: int, size: int, dtype: str, rng: np.random.Generator
) -> np.ndarray[Any, Any]:
    """Logits that the dtype holds exactly, as float64."""
    x = rng.normal(0.0, 4.0, (rows, size))
    if kind == "peaked":
        x[np.arange(rows), rng.integers(0, size, rows)] += 25.0
    elif kind == "flat":
        x *= 1e-3
    elif kind == "offset":
        x += 1e4 if dtype in ("float64", "float32") else 100.0
    elif kind == "adversarial":
        # heads that fill every lane, then a tail of numbers that each lane is too full to take
        heads = 2 ** rng.integers(0, 9)
        x[:] = math.log(0.49 * arithmetic_of(dtype).sum_unit) + rng.normal(0.0, 0.01, x.shape)
        x[:, : min(heads, size // 2)] = rng.uniform(0.0, 0.1, (rows, min(heads, size // 2)))
    if dtype == "bfloat16":
        bits = x.astype(np.float32).view(np.uint32)
        return ((bits + 0x8000) & 0xFFFF0000).astype(np.uint32).view(np.float32).astype(np.float64)
    return x.astype(dtype).astype(np.float64)


def pipelines(dtype: str, size: int) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Correct ways to get all log-probabilities in a dtype: exact float64 logits in, float64 values out."""
    summable = dtype != "float16" or size <= 32_000
    wide = "float32" if dtype in ("float16", "bfloat16") else dtype
    if torch is not None:
        kind, wider = getattr(torch, dtype), getattr(torch, wide)

        def widened(x: Any) -> Any:
            return torch.log_softmax(torch.from_numpy(x).to(wider), -1).to(kind).double().numpy()

        def direct(x: Any) -> Any:
            return torch.log_softmax(torch.from_numpy(x).to(kind), -1).double().numpy()

        def difference(x: Any) -> Any:
            x = torch.from_numpy(x).to(kind)
            return (x - x.logsumexp(-1, keepdim=True)).double().numpy()

        yield "torch, widened", widened
        if summable:
            yield "torch log_softmax", direct
            yield "torch x - logsumexp", difference
    if dtype != "bfloat16":  # numpy has none, and no wider sums of float16

        def by_hand(x: Any) -> Any:
            x = x.astype(wide)
            x = x - x.max(-1, keepdims=True)
            return (x - np.log(np.exp(x).sum(-1, keepdims=True))).astype(dtype).astype(np.float64)

        yield "numpy", by_hand
        if scipy is not None:
            yield (
                "scipy log_softmax",
                lambda x: scipy.log_softmax(x.astype(wide), -1).astype(dtype).astype(np.float64),
            )
    if jax is not None and summable:

        def compiled(x: Any) -> Any:
            return np.asarray(
                jax.jit(jax.nn.log_softmax)(jax.numpy.asarray(x, dtype=dtype)).astype("float64")
            )

        yield (
            "jax log_softmax",
            lambda x: np.asarray(jax.nn.log_softmax(jax.numpy.asarray(x, dtype=dtype)).astype("float64")),
        )
        yield "jax log_softmax, jit", compiled


def run_tokens(dtype: str, tokens: int, seed: int) -> None:
    seen: dict[str, int] = defaultdict(int)
    failed: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    worst: dict[str, tuple[float, str]] = defaultdict(lambda: (0.0, ""))
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for size in SIZES:
        for kind in KINDS:
            rng = np.random.default_rng((seed, size, KINDS.index(kind)))
            rows = max(1, round(tokens / len(SIZES) / len(KINDS) / size))
            x = make_logits(kind, rows, size, dtype, rng)
            exact = oracle.log_softmax(x)
            bound = distribution_bounds(exact, x, dtype, dtype)
            p = np.exp(exact)
            entropy = -(p * np.where(p > 0, exact, 0.0)).sum(-1)
            partition = oracle.logsumexp(x)
            tail = np.minimum(p, arithmetic_of(dtype).sum_unit).sum(-1)
            for name, way in pipelines(dtype, size):
                value = way(x)
                error = np.abs(value - exact)
                seen[name] += error.size
                failed["pytest-seqscore"][name] += int((error > bound).sum())
                ratio = float((error / bound).max())
                worst[name] = max(worst[name], (ratio, f"{kind}, V={size}"))
                for rule, table in COMPETITORS.items():
                    rtol, atol = table[dtype]
                    failed[rule][name] += int((error > atol + rtol * np.abs(exact)).sum())
                for length in LENGTHS:
                    at, ids = rng.integers(0, rows, length), rng.integers(0, size, length)
                    terms = value[at, ids]
                    total = float(terms.astype("float32" if dtype != "float64" else dtype).sum())
                    if dtype in ("float16", "bfloat16"):
                        total = float(make_exact(total, dtype))
                    allowed = tolerance(
                        dtype,
                        size,
                        length,
                        logprobs=exact[at, ids],
                        entropies=entropy[at],
                        log_partitions=partition[at],
                        gaps=x.max(-1)[at] - x[at, ids],
                        tails=tail[at],
                    )
                    sums[name][0] += 1
                    sums[name][1] += abs(total - exact[at, ids].sum()) > allowed
    rules = ["pytest-seqscore", *COMPETITORS]
    print(f"\n{dtype}: correct tokens that fail, in % (tokens tried; nearest to our bound)")
    print(
        f"  {'pipeline':24}" + "".join(f"{rule.rpartition('.')[2]:>18}" for rule in rules) + "   sums failed"
    )
    for name, count in seen.items():
        cells = "".join(f"{100 * failed[rule][name] / count:>17.3g}%" for rule in rules)
        near, where = worst[name]
        print(f"  {name:24}{cells}   {sums[name][1]}/{sums[name][0]}   ({count:,}; {near:.2f} at {where})")


def make_exact(value: float, dtype: str) -> float:
    if dtype == "float16":
        return float(np.float16(value))
    bits = (np.float32(value).view(np.uint32) + 0x8000) & 0xFFFF0000
    return float(np.uint32(bits).view(np.float32))


def run_bugs(seed: int) -> None:
    """How often a small bug in a sum is seen, and the tolerance it has to exceed."""
    print("\nbugs seen, in % of 200 sequences (V=32,000): one token dropped, one swapped, wrong log base")
    rng = np.random.default_rng(seed)
    x = rng.normal(0.0, 4.0, (64, 32_000))
    for dtype in ("float64", "float32", "float16", "bfloat16"):
        exact = oracle.log_softmax(x)
        p = np.exp(exact)
        entropy, partition = -(p * exact).sum(-1), oracle.logsumexp(x)
        tail = np.minimum(p, arithmetic_of(dtype).sum_unit).sum(-1)
        for length in (3, 8, 64, 512):
            hits = np.zeros(3)
            largest = 0.0
            for _ in range(200):
                at = rng.integers(0, 64, length)
                # as a model would: tokens drawn from the distributions
                ids = np.array(
                    [rng.choice(32_000, p=p[row]) for row in at[:8]]
                    + list(rng.integers(0, 32_000, max(0, length - 8)))
                )
                lp = exact[at, ids]
                allowed = tolerance(
                    dtype, 32_000, length, logprobs=lp, entropies=entropy[at], log_partitions=partition[at],
                    gaps=x.max(-1)[at] - x[at, ids], tails=tail[at],
                )  # fmt: skip
                other = exact[at[0], rng.integers(0, 32_000)]
                wrong = np.array([lp[0], lp[0] - other, lp.sum() * (1 - 1 / math.log(2))])
                hits += np.abs(wrong) > allowed
                largest = max(largest, allowed)
            cells = "  ".join(
                f"{name} {100 * hit / 200:5.1f}"
                for name, hit in zip(("dropped", "swapped", "base"), hits, strict=True)
            )
            print(f"  {dtype:9} T={length:<4} {cells}   tolerance up to {largest:.2g} nats")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=100_000, help="tokens a pipeline and dtype, at least")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    for dtype in ("float64", "float32", "bfloat16", "float16"):
        run_tokens(dtype, options.tokens, options.seed)
    run_bugs(options.seed)


if __name__ == "__main__":
    main()
