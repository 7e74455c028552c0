"""n-gram model with Kneser-Ney smoothing; nltk works in base 2."""
from nltk.lm import KneserNeyInterpolated
from nltk.lm.preprocessing import pad_both_ends, padded_everygram_pipeline
from nltk.util import ngrams


def train(sents, n=3):
    data, vocab = padded_everygram_pipeline(n, sents)
    lm = KneserNeyInterpolated(n)
    lm.fit(data, vocab)
    return lm


def perplexity(lm, sents):
    grams = [g for s in sents for g in ngrams(pad_both_ends(s, n=lm.order), lm.order)]
    h = -sum(lm.logscore(g[-1], g[:-1]) for g in grams) / max(len(grams), 1)
    return 2.0 ** h
