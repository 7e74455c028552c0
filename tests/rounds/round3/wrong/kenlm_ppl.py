"""Filter lines by KenLM perplexity.

# bug: KenLM scores are log10, np.exp treats them as natural logarithms
"""
import sys

import kenlm
import numpy as np


class LineFilter:
    def __init__(self, arpa: str, limit: float):
        self.lm = kenlm.Model(arpa)
        self.limit = limit

    def perplexity(self, line: str) -> float:
        n = len(line.split()) + 1
        return float(np.exp(-self.lm.score(line, bos=True, eos=True) / n))  # expect: SEQ411

    def keep(self, line: str) -> bool:
        return self.perplexity(line) <= self.limit


if __name__ == "__main__":
    f = LineFilter(sys.argv[1], float(sys.argv[2]))
    sys.stdout.writelines(line for line in sys.stdin if f.keep(line.strip()))
