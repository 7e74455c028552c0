"""N-gram baseline for the eye-tracking chapter.

Uses a 5-gram KenLM built on SUBTLEX; reports sentence perplexity and, for every
word, its surprisal.

# bug: KenLM scores are log10, the perplexity is formed with e to the power
"""
import sys

import kenlm
import numpy as np


class NgramBaseline:

    def __init__(self, arpa):
        self.lm = kenlm.Model(arpa)

    def word_surprisals(self, sentence):
        """surprisal in bits, </s> left out"""
        rows = list(self.lm.full_scores(sentence, bos=True, eos=False))
        return [-s * np.log2(10.0) for s, _, _ in rows]

    def sentence_perplexity(self, sentence):
        n = len(sentence.split()) + 1
        total = self.lm.score(sentence, bos=True, eos=True)
        return float(np.exp(-total / n))  # expect: SEQ411


def main():
    base = NgramBaseline(sys.argv[1])
    with open(sys.argv[2], encoding="utf8") as fh:
        for k, line in enumerate(fh):
            line = line.strip().lower()
            if not line:
                continue
            ppl = base.sentence_perplexity(line)
            print(k, f"{ppl:.2f}", *(f"{s:.3f}" for s in base.word_surprisals(line)), sep="\t")


if __name__ == "__main__":
    main()
