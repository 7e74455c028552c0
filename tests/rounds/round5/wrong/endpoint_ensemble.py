"""Ask several TGI endpoints for a translation and keep the most confident answer.

# bug: the sequence probability is a running product of token probabilities, and it is rounded to two digits before the answers are compared
"""
import math
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from huggingface_hub import InferenceClient


class Answer(NamedTuple):
    endpoint: str
    text: str
    prob: float


class Ensemble:
    def __init__(self, urls):
        self.clients = {u: InferenceClient(u) for u in urls}
        self.pool = ThreadPoolExecutor(max_workers=len(self.clients))

    def _ask(self, url, prompt):
        res = self.clients[url].text_generation(prompt, details=True, do_sample=False, max_new_tokens=256)
        prob = 1.0
        for tok in res.details.tokens:
            prob *= math.exp(tok.logprob)  # expect: SEQ603
        return Answer(url, res.generated_text, prob)

    def best(self, prompt):
        futures = [self.pool.submit(self._ask, u, prompt) for u in self.clients]
        answers = [f.result() for f in futures]
        answers.sort(key=lambda a: round(a.prob, 2), reverse=True)  # expect: SEQ504
        return answers[0]


def translate(ens, sentence, lang):
    return ens.best(f"Translate to {lang}.\n{sentence}\n=>").text
