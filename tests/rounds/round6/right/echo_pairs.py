"""Minimal pairs through a completions endpoint with echo; the first entry has no log-prob."""
from openai import OpenAI

client = OpenAI()


def token_lps(text, engine="davinci-002"):
    r = client.completions.create(
        model=engine, prompt=text, max_tokens=0, echo=True, logprobs=1, temperature=0
    )
    lps = r.choices[0].logprobs.token_logprobs
    assert lps[0] is None and all(v is not None for v in lps[1:])
    return lps[1:]


def compare(good, bad):
    a, b = token_lps(good), token_lps(bad)
    return {
        "sum": sum(a) > sum(b),
        "per_token": sum(a) / len(a) > sum(b) / len(b),
    }


def table(pairs):
    res = [compare(*p) for p in pairs]
    return {k: sum(r[k] for r in res) / len(res) for k in ("sum", "per_token")}
