"""Compression figures for multilingual wiki pages and a check against the unigram model.

# bug: bits_per_byte divides by the number of characters
# bug: beats_unigram compares a summed log-prob with a per-token mean
"""
import math
from collections import Counter
from dataclasses import dataclass
from typing import List


@dataclass
class Page:
    lang: str
    text: str
    ids: List[int]
    logprobs: List[float]  # natural log, one per entry of ids


def bits_per_byte(page: Page) -> float:
    """Code length in bits per UTF-8 byte."""
    nats = -math.fsum(page.logprobs)
    return nats / math.log(2) / max(len(page.text), 1)  # expect: SEQ422


class Unigram:
    def __init__(self, train: List[List[int]]):
        self.c = Counter(i for row in train for i in row)
        self.n = sum(self.c.values())

    def logp(self, i):
        return math.log((self.c[i] + 1) / (self.n + len(self.c) + 1))

    def mean(self, ids):
        return math.fsum(map(self.logp, ids)) / max(len(ids), 1)


def beats_unigram(page: Page, base: Unigram) -> bool:
    ours = math.fsum(page.logprobs)
    theirs = base.mean(page.ids)
    return ours > theirs  # expect: SEQ503


def report(pages, base):
    for p in pages:
        flag = "+" if beats_unigram(p, base) else "-"
        print(f"{p.lang:5} {bits_per_byte(p):6.3f} {flag}")
