"""N-best rescoring with KenLM (log10 scores) and an acoustic model (natural log)."""
import math
from typing import NamedTuple, Sequence

import kenlm

LN10 = math.log(10.0)


class Hypothesis(NamedTuple):
    words: str
    acoustic: float  # ln p(audio | words)


class Rescorer:
    def __init__(self, arpa: str, lm_weight: float = 0.6, word_bonus: float = 0.4):
        self.lm = kenlm.Model(arpa)
        self.lm_weight, self.word_bonus = lm_weight, word_bonus

    def lm_logprob(self, words: str) -> float:
        """ln p(words </s> | <s>)"""
        return self.lm.score(words, bos=True, eos=True) * LN10

    def perplexity(self, sentences: Sequence[str]) -> float:
        log10p = sum(self.lm.score(s, bos=True, eos=True) for s in sentences)
        n = sum(len(s.split()) + 1 for s in sentences)
        return 10.0 ** (-log10p / n)

    def total(self, h: Hypothesis) -> float:
        return h.acoustic + self.lm_weight * self.lm_logprob(h.words) + self.word_bonus * len(h.words.split())

    def best(self, nbest: Sequence[Hypothesis]) -> Hypothesis:
        return max(nbest, key=self.total)
