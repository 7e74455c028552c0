"""Client of a completions server with echo: conditional log-probs and perplexity of prompts."""
import numpy as np
import requests


def echo(url, model, text):
    body = {"model": model, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 0}
    r = requests.post(f"{url}/v1/completions", json=body, timeout=60)
    r.raise_for_status()
    return r.json()["choices"][0]["logprobs"]


def conditional(url, model, question, answer):
    d = echo(url, model, question + answer)
    spans = zip(d["tokens"], d["text_offset"], d["token_logprobs"])
    return sum(lp for t, o, lp in spans if lp is not None and o + len(t) > len(question))


def pick(url, model, question, answers):
    marks = {a: conditional(url, model, question, a) for a in answers}
    best = max(marks, key=marks.get)
    print({a: round(v, 2) for a, v in marks.items()})
    return best


def perplexity(url, model, text):
    scored = np.array([v for v in echo(url, model, text)["token_logprobs"] if v is not None])
    return float(np.exp(-scored.mean())) if scored.size else float("nan")
