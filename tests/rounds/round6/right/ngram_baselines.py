"""Perplexities of n-gram baselines: nltk (base 2), kenlm (base 10), and a neural LM's stored nats."""
import kenlm
import numpy as np
from nltk.lm import KneserNeyInterpolated
from nltk.lm.preprocessing import padded_everygram_pipeline
from nltk.util import ngrams, pad_sequence


def nltk_ppl(train, test, order=3):
    data, vocab = padded_everygram_pipeline(order, train)
    lm = KneserNeyInterpolated(order)
    lm.fit(data, vocab)
    grams = [
        g
        for sent in test
        for g in ngrams(
            pad_sequence(sent, order, True, True, left_pad_symbol="<s>", right_pad_symbol="</s>"), order
        )
    ]
    bits = -np.mean([lm.logscore(g[-1], g[:-1]) for g in grams])
    return 2.0 ** bits


def kenlm_ppl(path, test):
    lm = kenlm.Model(path)
    score = sum(lm.score(" ".join(s), bos=True, eos=True) for s in test)
    n = sum(len(s) + 1 for s in test)
    return 10.0 ** (-score / max(n, 1))


def shallow_fusion(am_logprob, kenlm_score, weight):
    return am_logprob + weight * kenlm_score * np.log(10.0)


def neural_ppl(nll_nats):
    v = np.asarray(nll_nats, dtype=np.float64)
    return float(np.exp(v.mean())) if v.size else float("nan")
