"""Trigram baseline with nltk; its log-scores are base 2."""
from nltk.lm import KneserNeyInterpolated
from nltk.lm.preprocessing import pad_both_ends, padded_everygram_pipeline
from nltk.util import ngrams

ORDER = 3


def train(sents):
    grams, vocab = padded_everygram_pipeline(ORDER, sents)
    lm = KneserNeyInterpolated(ORDER)
    lm.fit(grams, vocab)
    return lm


def corpus_perplexity(lm, sents):
    bits, n = 0.0, 0
    for s in sents:
        for g in ngrams(pad_both_ends(s, n=ORDER), ORDER):
            bits -= lm.logscore(g[-1], g[:-1])
            n += 1
    return 2 ** (bits / max(n, 1))
