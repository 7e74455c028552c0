"""Corpus perplexity under a KenLM model. score() returns log10."""
import math
import sys

import kenlm

LN10 = math.log(10.0)


def corpus_ppl(model, sentences):
    log10_total, n = 0.0, 0
    for s in sentences:
        log10_total += model.score(s)
        n += len(s.split()) + 1
    return 10.0 ** (-log10_total / max(n, 1))


def natural_logprob(model, sentence):
    return model.score(sentence) * LN10


if __name__ == "__main__":
    lm = kenlm.LanguageModel(sys.argv[1])
    lines = [ln.strip() for ln in sys.stdin if ln.strip()]
    print(corpus_ppl(lm, lines))
    for ln in lines[:5]:
        print(natural_logprob(lm, ln), ln)
