"""How often a wrong number is named right, how often noise is named, and how long it takes.

    python tests/benchmarks/bench_diagnosis.py [CASES]

Random inputs: aligned and causal, with and without prompts and padding, one sequence and batches, float64 to
bfloat16. The wrong numbers come from the test suite's own versions of the bugs. A case is left out where
the bug changes nothing, or where another bug of the suite gives the same number (the inputs cannot separate
them).
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from pytest_seqscore import diagnose
from pytest_seqscore.diagnosis.numerics import round_half

_PATH = Path(__file__).parents[1] / "pytest_seqscore" / "diagnosis" / "test_codes.py"
_SPEC = importlib.util.spec_from_file_location("seqscore_diagnosis_cases", _PATH)
assert _SPEC is not None and _SPEC.loader is not None
suite: Any = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = suite
_SPEC.loader.exec_module(suite)

DTYPES = {"float64": 2.0**-53, "float32": 2.0**-24, "float16": 2.0**-11, "bfloat16": 2.0**-8}
OF_WHOLE_SEQUENCES = {"SEQ201", "SEQ202", "SEQ203", "SEQ206", "SEQ418"}
"""Bugs whose number depends on the first token or the last logits, which an aligned layout does not hold."""
QUANTITIES = ("logprob", "mean_logprob", "perplexity")


def random_world(rng: np.random.Generator, dtype: str) -> Any:
    batch = int(rng.choice([1, 1, 2, 4]))
    length = int(rng.integers(6, 40))
    vocab = int(rng.choice([20, 50, 300, 1000]))
    x = rng.normal(size=(batch, length, vocab)) * rng.uniform(1, 4)
    x = (
        x.astype(np.float32)
        if dtype == "float32"
        else round_half(dtype, x).astype(np.float32)
        if "64" not in dtype
        else x
    )
    ids = rng.integers(3, vocab, size=(batch, length))
    if rng.random() < 0.5:  # text that the model finds likely
        p = np.exp(suite.log_softmax(x.astype(np.float64)))[:, :-1].cumsum(-1)
        ids[:, 1:] = np.minimum((p < rng.random(p.shape[:-1])[..., None]).sum(-1), vocab - 1)
    sizes = np.maximum(length - rng.integers(0, length // 3, batch), 5) if batch > 1 else np.array([length])
    mask = (np.arange(length) < sizes[:, None]).astype(int)
    ids[np.arange(batch), sizes - 1] = suite.EOS
    ids[mask == 0] = suite.PAD
    prompt = rng.integers(2, 4, batch) if rng.random() < 0.6 else np.ones(batch, int)
    return suite.World(x, ids, mask, prompt, suite.log_softmax(x))


def arguments(w: Any, aligned: bool) -> dict[str, Any]:
    if aligned:
        return {
            "logits": w.logits[:, :-1],
            "tokens": w.ids[:, 1:],
            "mask": w.mask[:, 1:],
            "prompt_length": w.prompt - 1,
        }
    return {
        "logits": w.logits,
        "tokens": w.ids,
        "mask": w.mask,
        "prompt_length": w.prompt,
        "layout": "causal",
    }


def right(w: Any, quantity: str) -> Any:
    total = suite.sums(w.tok, w.keep)
    if quantity == "logprob":
        return total
    if quantity == "bits_per_byte":
        return -total / np.log(2) / w.bytes
    if quantity == "corpus_perplexity":
        return np.exp(-total.sum() / w.keep.sum())
    mean = total / w.keep.sum(1)
    return mean if quantity == "mean_logprob" else np.exp(-mean)


def stored(value: Any, dtype: str) -> Any:
    value = np.asarray(value, np.float64)
    if dtype == "float64":
        return value
    return value.astype(np.float32).astype(np.float64) if dtype == "float32" else round_half(dtype, value)


def ask(value: Any, w: Any, aligned: bool, quantity: str, dtype: str) -> Any:
    options = {"num_bytes": w.bytes} if quantity == "bits_per_byte" else {}
    return diagnose(value, **arguments(w, aligned), quantity=quantity, dtype=dtype, **options)


def same(a: Any, b: Any, unit: float) -> bool:
    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.shape != b.shape or not np.isfinite(b).all():
        return False
    return bool((np.abs(a - b) <= 64 * unit * np.maximum(np.abs(a), np.abs(b)) + 1e-30).all())


def singles(rng: np.random.Generator, cases: int) -> dict[tuple[str, str], Counter[str]]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    bugs = [bug for bug in suite.BUGS if bug.code != "SEQ607"]
    for number in range(cases):
        dtype = list(DTYPES)[number % 4]
        w = random_world(rng, dtype)
        aligned = bool(rng.random() < 0.4) and int(w.prompt.min()) >= 1
        with np.errstate(all="ignore"):
            values = [stored(bug.score(w), dtype) for bug in bugs]
        for bug, value in zip(bugs, values, strict=True):
            if aligned and (bug.code in OF_WHOLE_SEQUENCES or "time" in bug.what or "penalty" in bug.what):
                continue
            if bug.code == "SEQ206" and w.mask.min() == 0:
                continue  # without a mask it scores the padding too
            tally = counts.setdefault((bug.code, dtype), Counter())
            if (
                not np.isfinite(value).all()
                or (value == 0).any()
                or same(value, right(w, bug.quantity), DTYPES[dtype])
            ):
                continue
            mine = {bug.code, *bug.also}
            others = (
                v
                for b, v in zip(bugs, values, strict=True)
                if b.quantity == bug.quantity and b.code not in mine
            )
            if any(same(value, other, DTYPES[dtype]) for other in others):
                continue
            report = ask(value, w, aligned, bug.quantity, dtype)
            if report.correct:
                continue
            tally["cases"] += 1
            if report.codes and set(report.codes) <= mine:
                tally["right"] += 1
            elif not report.codes:
                tally["unnamed"] += 1
            else:
                tally["wrong"] += 1
    return counts


def token_steps(w: Any) -> dict[str, np.ndarray]:
    return {
        "": w.tok,
        "SEQ101": suite.chosen_logits(w),
        "SEQ104": suite.pick(suite.log_softmax(w.logits, 1)[:, :-1], w.targets),
        "SEQ106": suite.pick(suite.log_softmax(np.exp(w.lp))[:, :-1], w.targets),
        "SEQ109": w.tok / 0.7,
        "SEQ110": suite.pick(suite.log_softmax(w.logits / 0.7)[:, :-1], w.targets),
        "SEQ204": w.lp[:, :-1].max(-1),
        "SEQ604": np.log(np.exp(w.tok) + 1e-4),
    }


def span_steps(w: Any) -> dict[str, np.ndarray]:
    place = np.cumsum(w.keep, 1)
    return {
        "": w.keep,
        "SEQ301": w.mask[:, 1:] == 1,
        "SEQ302": w.unprompted,
        "SEQ305": w.keep & (place > 1),
        "SEQ306": w.keep & (np.cumsum(w.keep[:, ::-1], 1)[:, ::-1] > 1),
    }


REDUCE: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "": lambda z, keep: suite.sums(z, keep),
    "SEQ401": lambda z, keep: suite.sums(z, keep) / keep.sum(1),
    "SEQ404": lambda z, keep: suite.sums(np.exp(z), keep),
    "SEQ405": lambda z, keep: suite.sums(np.exp(z), keep) / keep.sum(1),
    "SEQ411": lambda z, keep: suite.sums(z, keep) / np.log(2),
    "SEQ420": lambda z, keep: -suite.sums(z, keep),
    "SEQ421": lambda z, keep: np.exp(suite.sums(z, keep)),
}
ONE_BUG = [{"SEQ101", "SEQ404"}, {"SEQ101", "SEQ405"}, {"SEQ101", "SEQ421"}, {"SEQ301", "SEQ401"}]
"""Pairs that are a single bug by another name: SEQ103, and SEQ402."""
ALIAS = {"SEQ302": {"SEQ302", "SEQ316"}, "SEQ204": {"SEQ204", "SEQ211"}, "SEQ306": {"SEQ306", "SEQ304"}}


def all_pairs(w: Any) -> Iterator[tuple[tuple[str, ...], np.ndarray]]:
    for token, z in token_steps(w).items():
        for span, keep in span_steps(w).items():
            for reduction, reduce in REDUCE.items():
                codes = tuple(code for code in (token, span, reduction) if code)
                if len(codes) <= 2:
                    with np.errstate(all="ignore"):
                        yield codes, reduce(z, keep)


def pairs(rng: np.random.Generator, cases: int) -> dict[tuple[str, str], Counter[str]]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for number in range(cases):
        dtype = list(DTYPES)[number % 4]
        w = random_world(rng, dtype)
        values = [(codes, stored(value, dtype)) for codes, value in all_pairs(w)]
        chosen = rng.permutation([i for i, (codes, _) in enumerate(values) if len(codes) == 2])[:12]
        for i in chosen:
            codes, value = values[i]
            if not np.isfinite(value).all() or (value == 0).any() or set(codes) in ONE_BUG:
                continue
            if any(same(value, other, DTYPES[dtype]) for j, (_, other) in enumerate(values) if j != i):
                continue
            report = ask(value, w, False, "logprob", dtype)
            if report.correct:
                continue
            tally = counts.setdefault(("pairs", dtype), Counter())
            tally["cases"] += 1
            hit = len(report.codes) == 2 and all(ALIAS.get(c, {c}) & set(report.codes) for c in codes)
            tally["right" if hit else "wrong" if report.codes else "unnamed"] += 1
    return counts


def noise(rng: np.random.Generator, cases: int) -> dict[str, Counter[str]]:
    """Names given to noise, and right values called wrong, by precision."""
    counts = {dtype: Counter[str]() for dtype in DTYPES}
    for number in range(cases):
        dtype = list(DTYPES)[number % 4]
        w = random_world(rng, dtype)
        quantity = QUANTITIES[number % 3]
        expected = np.asarray(right(w, quantity), float)
        size = 10.0 ** rng.uniform(-3, 0.5)
        value = stored(expected * (1 + size * rng.normal(size=expected.shape)), dtype)
        report = ask(value, w, False, quantity, dtype)
        counts[dtype]["noise"] += not report.correct
        counts[dtype]["named"] += bool(report.codes)
        counts[dtype]["right"] += 1
        counts[dtype]["called wrong"] += not ask(stored(expected, dtype), w, False, quantity, dtype).correct
    return counts


def clock(work: Callable[[], Any], repeat: int = 5) -> float:
    best = np.inf
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return float(best)


def times() -> None:
    rng = np.random.default_rng(0)
    for shape, repeat in (((40, 50), 9), ((40, 1000), 9), ((512, 128256), 2)):
        x = rng.normal(size=shape).astype(np.float32)
        y = rng.integers(0, shape[1], shape[0])
        z = np.array([row.astype(np.float64) - np.logaddexp.reduce(row.astype(np.float64)) for row in x[:1]])
        assert z.shape[0] == 1
        lp = np.array(
            [
                float(row[k]) - float(np.log(np.exp(row.astype(np.float64)).sum()))
                for row, k in zip(x, y, strict=True)
            ]
        )
        single = clock(lambda x=x, y=y, lp=lp: diagnose(np.float32(lp.mean()), x, y), repeat)  # type: ignore[misc]
        double = clock(lambda x=x, y=y, lp=lp: diagnose(np.float32(lp.sum() * 1.037), x, y), repeat)  # type: ignore[misc]
        print(f"  {list(shape)!s:<16} singles {single * 1e3:8.1f} ms   with pairs {double * 1e3:8.1f} ms")


def table(counts: dict[tuple[str, str], Counter[str]]) -> None:
    print(f"  {'':8}" + "".join(f"{dtype:>24}" for dtype in DTYPES))
    for code in sorted({code for code, _ in counts}):
        cells = []
        for dtype in DTYPES:
            c = counts.get((code, dtype), Counter())
            n = c["cases"]
            cells.append(f"{c['right'] / n:>10.3f} of {n:<4} ({c['wrong']:>2} x)" if n else f"{'-':>24}")
        print(f"  {code:8}" + "".join(f"{cell:>24}" for cell in cells))
    for dtype in DTYPES:
        all_of = sum((c for (_, d), c in counts.items() if d == dtype), Counter())
        n = max(1, all_of["cases"])
        shares = "  ".join(f"{what} {all_of[what] / n:.4f}" for what in ("right", "unnamed", "wrong"))
        print(f"  {dtype:<9} {shares}  of {n}")


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 80
    rng = np.random.default_rng(7)
    print("single bugs: share named first (x: another bug named)")
    table(singles(rng, cases))
    print("pairs of bugs")
    table(pairs(rng, cases))
    print("noise named, and right values called wrong")
    for dtype, c in noise(rng, 20 * cases).items():
        print(f"  {dtype:<9} {c['named']} of {c['noise']:<6} {c['called wrong']} of {c['right']}")
    print("time, best of several")
    times()


if __name__ == "__main__":
    main()
