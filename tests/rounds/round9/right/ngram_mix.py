"""Mixture of an ARPA model and a served transformer."""
import kenlm
import numpy as np
import requests

LN10 = np.log(10.0)


class NgramMix:
    def __init__(self, arpa, endpoint, lam=0.3):
        self.ngram = kenlm.Model(arpa)
        self.endpoint = endpoint
        self.lam = lam

    def log_prob(self, text):
        """Natural log of lam * p_ngram + (1 - lam) * p_transformer for a whole sentence."""
        a = LN10 * self.ngram.score(text, bos=True, eos=True)
        r = requests.post(self.endpoint + "/sentence_logprob", json={"text": text}, timeout=5)
        r.raise_for_status()
        b = r.json()["logprob"]
        return float(np.logaddexp(np.log(self.lam) + a, np.log1p(-self.lam) + b))

    def ngram_perplexity(self, text):
        n = len(text.split()) + 1
        return 10.0 ** (-self.ngram.score(text) / n)
