"""Perplexity of essays via an echoing completions server."""
import math
import os

from openai import OpenAI


class EchoLM:
    def __init__(self, model):
        self.c = OpenAI(base_url=os.environ["LM_URL"], api_key="x")
        self.model = model

    def logps(self, text):
        res = self.c.completions.create(model=self.model, prompt=text, echo=True, max_tokens=0, logprobs=1)
        first, *rest = res.choices[0].logprobs.token_logprobs
        assert first is None
        return rest

    def bits(self, text):
        """Mean surprise in bits of all tokens but the first."""
        v = self.logps(text)
        return -math.fsum(v) / len(v) / math.log(2) if v else math.nan

    def perplexity(self, text):
        return 2.0 ** self.bits(text)
