"""Interpolates an n-gram model with the served transformer for query autocompletion.

# bug: the KenLM sentence score is a base-10 logarithm, the transformer's is natural, and they enter one log-sum.
"""
import kenlm
import numpy as np
import requests


class HybridLM:
    """log( lam * p_ngram + (1 - lam) * p_transformer ) for a complete query."""

    def __init__(self, arpa_path, endpoint, lam=0.3):
        self.ngram = kenlm.Model(arpa_path)
        self.endpoint = endpoint
        self.log_w = np.log(lam), np.log1p(-lam)

    def _remote(self, text):
        r = requests.post(self.endpoint + "/sentence_logprob", json={"text": text}, timeout=5)
        r.raise_for_status()
        return r.json()["logprob"]

    def log_prob(self, text):
        """Natural-log probability of the query under the mixture."""
        a = self.ngram.score(text, bos=True, eos=True)  # expect-near: SEQ411
        b = self._remote(text)
        return float(np.logaddexp(self.log_w[0] + a, self.log_w[1] + b))  # expect: SEQ411


def complete(lm, prefix, pool, k=5):
    hits = [q for q in pool if q.startswith(prefix)]
    return sorted(hits, key=lm.log_prob, reverse=True)[:k]
