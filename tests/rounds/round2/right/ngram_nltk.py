"""Trigram model with nltk, whose log-scores are base 2."""
from nltk.lm import KneserNeyInterpolated
from nltk.lm.preprocessing import pad_both_ends, padded_everygram_pipeline
from nltk.util import ngrams


def train(sentences, order=3):
    data, vocab = padded_everygram_pipeline(order, sentences)
    lm = KneserNeyInterpolated(order)
    lm.fit(data, vocab)
    return lm


def perplexity(lm, sentences, order=3):
    bits, n = 0.0, 0
    for s in sentences:
        for *ctx, w in ngrams(list(pad_both_ends(s, n=order)), order):
            bits -= lm.logscore(w, ctx)
            n += 1
    return 2 ** (bits / max(n, 1))
