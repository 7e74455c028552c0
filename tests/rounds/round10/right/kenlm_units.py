"""KenLM perplexity (log10 scores) and neural bits per byte."""
import math

import kenlm


def ngram_ppl(path, sentences):
    lm = kenlm.Model(path)
    total = sum(lm.score(s, bos=True, eos=True) for s in sentences)
    words = sum(len(s.split()) + 1 for s in sentences)
    return 10.0 ** min(-total / words, 300.0)


def bits_per_byte(total_nats, texts):
    return total_nats / (math.log(2) * sum(len(t.encode("utf-8")) for t in texts))
