"""Multiple choice with echoed log-probs; the choice is found by its character offset."""
from openai import OpenAI


class EchoScorer:
    def __init__(self, model, base_url):
        self.cl = OpenAI(base_url=base_url, api_key="-")
        self.model = model

    def score(self, question, choice):
        """Summed log-probability of the choice."""
        r = self.cl.completions.create(
            model=self.model, prompt=question + choice, max_tokens=1, echo=True, logprobs=0)
        info = r.choices[0].logprobs
        total = 0.0
        for text, off, lp in zip(info.tokens[:-1], info.text_offset, info.token_logprobs):
            if off + len(text) > len(question) and lp is not None:
                total += lp
        return total

    def answer(self, question, choices):
        scores = [self.score(question, c) for c in choices]
        return choices[scores.index(max(scores))]
