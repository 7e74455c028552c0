"""Echo-based scoring; reports nats per scored token and nats per UTF-8 byte."""
import requests


class ScoringError(RuntimeError):
    pass


def fetch(url, model, text):
    payload = dict(model=model, prompt=text, echo=True, max_tokens=0, logprobs=0)
    resp = requests.post(url.rstrip("/") + "/v1/completions", json=payload, timeout=60)
    resp.raise_for_status()
    return resp.json()["choices"][0]["logprobs"]["token_logprobs"]


def score(url, model, text):
    raw = fetch(url, model, text)
    scored = [v for v in raw if v is not None]
    if not scored or len(raw) - len(scored) > 1:
        raise ScoringError(f"{len(raw) - len(scored)} of {len(raw)} tokens have no score")
    total = sum(scored)
    return {
        "logprob": total,
        "nats_per_token": -total / len(scored),
        "nats_per_byte": -total / len(text.encode("utf-8")),
    }
