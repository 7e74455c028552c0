"""Essay comparison through the completions API with echo: token means compared with token means, totals with totals."""
from dataclasses import dataclass

from openai import OpenAI


@dataclass(frozen=True)
class Fluency:
    total: float
    count: int

    @property
    def mean(self):
        return self.total / self.count if self.count else float("-inf")


def measure(api: OpenAI, model: str, text: str) -> Fluency:
    r = api.completions.create(model=model, prompt=text, max_tokens=1, echo=True, logprobs=0, temperature=0)
    lps = r.choices[0].logprobs.token_logprobs[:-1]
    if any(x is None for x in lps[1:]):
        raise RuntimeError("unscored token inside the text")
    return Fluency(sum(lps[1:]), len(lps) - 1)


def pick(api, model, draft, revision):
    a, b = measure(api, model, draft), measure(api, model, revision)
    return revision if b.mean > a.mean else draft


def gap(api, model, shared_prefix, x, y):
    """Log-odds of two endings of one text; the prefix's part cancels."""
    return measure(api, model, shared_prefix + x).total - measure(api, model, shared_prefix + y).total


if __name__ == "__main__":
    import sys

    d, r = (open(p).read() for p in sys.argv[1:3])
    print(pick(OpenAI(), "davinci-002", d, r)[:80])
