"""Answer log-prob by echo; answers begin with a line break, max_tokens=0 so nothing follows them."""
from openai import OpenAI


class EchoScorer:
    def __init__(self, model, base_url):
        self.api, self.model = OpenAI(base_url=base_url), model

    def answer_logprob(self, question, answer):
        r = self.api.completions.create(model=self.model, prompt=question + answer, max_tokens=0, echo=True, logprobs=1)
        lp = r.choices[0].logprobs
        own = [v for v, o in zip(lp.token_logprobs, lp.text_offset) if o >= len(question)]
        if any(v is None for v in own):
            raise ValueError("the server did not score every token")
        return sum(own)

    def choose(self, question, answers):
        return max(answers, key=lambda a: self.answer_logprob(question, a))
