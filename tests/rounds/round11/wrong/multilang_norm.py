"""Byte-normalised multiple choice for the 14-language benchmark.

# bug: the score is specified per UTF-8 byte but divided by the number of characters
"""
from typing import NamedTuple, Sequence


class Option(NamedTuple):
    text: str
    loglik: float


def per_byte(opt: Option) -> float:
    """Log-likelihood per UTF-8 byte of the option."""
    size = len(opt.text)  # expect-near: SEQ422
    return opt.loglik / max(size, 1)  # expect: SEQ422


def choose(options: Sequence[Option]) -> int:
    return max(range(len(options)), key=lambda i: per_byte(options[i]))


def accuracy(items):
    by_lang = {}
    for it in items:
        opts = [Option(t, s) for t, s in zip(it["choices"], it["lls"])]
        ok, n = by_lang.get(it["lang"], (0, 0))
        by_lang[it["lang"]] = (ok + (choose(opts) == it["gold"]), n + 1)
    return {k: a / b for k, (a, b) in by_lang.items()}
