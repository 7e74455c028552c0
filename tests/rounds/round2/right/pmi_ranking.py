"""Answer ranking by pointwise mutual information (domain-conditional)."""
from functools import lru_cache


class PMIRanker:
    """score(context, text) returns the summed natural log-probability of text given context."""

    def __init__(self, score, domain="Answer:"):
        self.score = score
        self.domain = domain
        self.prior = lru_cache(maxsize=None)(lambda a: score(domain, a))

    def pmi(self, question, answer):
        return self.score(question, answer) - self.prior(answer)

    def predictions(self, question, answers):
        lls = [self.score(question, a) for a in answers]
        per_char = [ll / max(len(a), 1) for ll, a in zip(lls, answers)]
        pmis = [self.pmi(question, a) for a in answers]

        def arg(xs):
            return xs.index(max(xs))

        return {"acc": arg(lls), "acc_norm": arg(per_char), "acc_pmi": arg(pmis)}
