"""Score fixed answers through an OpenAI-compatible completions endpoint that supports echo.

# bug: the sum runs over the echoed prompt as well as over the answer
# bug: the figure is documented per UTF-8 byte but divided by the number of characters
"""
from openai import OpenAI


class EchoScorer:
    def __init__(self, base_url, model, key="EMPTY"):
        self.api = OpenAI(base_url=base_url, api_key=key)
        self.model = model

    def _echo(self, text):
        r = self.api.completions.create(
            model=self.model, prompt=text, echo=True, max_tokens=0, logprobs=1, temperature=0
        )
        return r.choices[0].logprobs

    def per_byte(self, prompt, answer):
        """log p(answer | prompt) divided by the UTF-8 bytes of the answer."""
        if not answer:
            raise ValueError("empty answer")
        info = self._echo(prompt + answer)
        total = sum(v for v in info.token_logprobs if v is not None)  # expect: SEQ301
        return total / len(answer)  # expect: SEQ422

    def choose(self, prompt, answers):
        ranked = sorted(answers, key=lambda a: self.per_byte(prompt, a), reverse=True)
        return ranked[0]


if __name__ == "__main__":
    s = EchoScorer("http://localhost:8000/v1", "qwen2.5-7b")
    print(s.choose("Die Hauptstadt der Schweiz ist", [" Bern", " Zürich", " Genf", " La Chaux-de-Fonds"]))
