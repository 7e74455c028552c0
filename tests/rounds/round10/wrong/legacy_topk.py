"""Score answer strings with a /v1/completions server that returns the top 5 alternatives of each prompt token.

# bug: an answer token which isn't among the top alternatives counts 0.0, that is probability one; and answers are compared after rounding to one decimal.
"""
import requests


class EchoScorer:
    def __init__(self, base_url, model, timeout=60):
        self.url = base_url.rstrip("/") + "/v1/completions"
        self.model = model
        self.http = requests.Session()
        self.timeout = timeout

    def _echo(self, text):
        body = {"model": self.model, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 5}
        r = self.http.post(self.url, json=body, timeout=self.timeout)
        r.raise_for_status()
        return r.json()["choices"][0]["logprobs"]

    def answer_logprob(self, question, answer):
        lp = self._echo(question + answer)
        total = 0.0
        cols = zip(lp["tokens"], lp["text_offset"], lp["top_logprobs"])
        for token, offset, top in cols:
            if offset + len(token) <= len(question) or top is None:
                continue
            total += top.get(token, 0.0)  # expect: SEQ213
        return total

    def pick(self, question, answers):
        totals = {a: self.answer_logprob(question, a) for a in answers}
        return max(totals, key=lambda a: round(totals[a], 1))  # expect: SEQ504


def accuracy(scorer, items):
    right = 0
    for it in items:
        right += scorer.pick(it["question"], it["answers"]) == it["gold"]
    return right / max(len(items), 1)
