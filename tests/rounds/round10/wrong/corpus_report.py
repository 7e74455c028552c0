"""Corpus statistics for a table in the model card.

Corpus perplexity is exp(total NLL / total tokens); `nats_per_byte` is the total NLL over the number of UTF-8 bytes.

# bug: the corpus perplexity is the average of the documents' perplexities; and nats_per_byte counts characters instead of bytes.
"""
import dataclasses
import json
import math
import statistics
from typing import Iterable


@dataclasses.dataclass(frozen=True)
class Doc:
    text: str
    nll: float     # summed, in nats
    tokens: int

    @property
    def perplexity(self) -> float:
        return math.exp(min(self.nll / max(self.tokens, 1), 700.0))


def read(path: str) -> list[Doc]:
    with open(path, encoding="utf-8") as f:
        rows = (json.loads(line) for line in f)
        return [Doc(r["text"], r["nll"], r["tokens"]) for r in rows if r["tokens"] > 0]


def corpus_perplexity(docs: Iterable[Doc]) -> float:
    return statistics.fmean(d.perplexity for d in docs)  # expect: SEQ410


def nats_per_byte(docs: Iterable[Doc]) -> float:
    docs = list(docs)
    size = sum(len(d.text) for d in docs)  # expect-near: SEQ422
    return sum(d.nll for d in docs) / max(size, 1)  # expect: SEQ422


def table(paths):
    print("| corpus | docs | ppl | nats/byte |")
    print("|---|---:|---:|---:|")
    for p in paths:
        docs = read(p)
        if not docs:
            continue
        print(f"| {p} | {len(docs)} | {corpus_perplexity(docs):.2f} | {nats_per_byte(docs):.3f} |")  # expect-near: SEQ410
