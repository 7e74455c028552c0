"""Adapter over the completions API (echo=True) for our essay ranking.

# bug: the first token's None is turned into 0.0 and averaged in; pick_essay ranks the draft's summed log-prob against the revision's mean.
"""
from openai import OpenAI


class EchoScorer:
    def __init__(self, model="davinci-002", base_url=None):
        self.api = OpenAI(base_url=base_url)
        self.model = model

    def _token_lps(self, text):
        r = self.api.completions.create(model=self.model, prompt=text, max_tokens=1, echo=True, logprobs=0, temperature=0)
        return r.choices[0].logprobs.token_logprobs[:-1]

    def fluency(self, text):
        """Average token log-probability of the text."""
        lps = [x if x is not None else 0.0 for x in self._token_lps(text)]  # expect: SEQ311
        return sum(lps) / max(len(lps), 1)  # expect-near: SEQ311

    def loglik(self, text):
        return sum(x for x in self._token_lps(text) if x is not None)

    def token_mean(self, text):
        known = [x for x in self._token_lps(text) if x is not None]
        return sum(known) / max(len(known), 1)

    def pick_essay(self, draft, revision):
        before = self.loglik(draft)  # expect-near: SEQ503
        after = self.token_mean(revision)
        if after > before:  # expect: SEQ503
            return revision
        return draft


if __name__ == "__main__":
    import sys

    es = EchoScorer()
    a, b = (open(p).read() for p in sys.argv[1:3])
    print(es.fluency(a), es.fluency(b))
    print(es.pick_essay(a, b)[:80])
