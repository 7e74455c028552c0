"""Total and average log-probability of a sampled chat answer."""
import math

from openai import OpenAI


class Client:
    def __init__(self, model, **kw):
        self.api = OpenAI(**kw)
        self.model = model

    def ask(self, question):
        r = self.api.chat.completions.create(
            model=self.model, messages=[{"role": "user", "content": question}], logprobs=True)
        c = r.choices[0]
        lps = [t.logprob for t in c.logprobs.content or ()]
        return {
            "text": c.message.content,
            "logprob": math.fsum(lps),
            "perplexity": math.exp(min(-math.fsum(lps) / len(lps), 700.0)) if lps else None,
        }
