"""Client for a completions endpoint with echo, used by the compression report.

# bug: the None of the first token is turned into 0.0 and counted in the mean.
# bug: the value is called nats per byte but is divided by the number of characters.
"""
import requests


class Echo:
    def __init__(self, base_url, model, timeout=120):
        self.url = base_url.rstrip("/") + "/v1/completions"
        self.model = model
        self.timeout = timeout

    def _post(self, text):
        body = {"model": self.model, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 1}
        r = requests.post(self.url, json=body, timeout=self.timeout)
        r.raise_for_status()
        return r.json()["choices"][0]["logprobs"]["token_logprobs"]

    def mean_logprob(self, text):
        vals = [v if v is not None else 0.0 for v in self._post(text)]  # expect: SEQ311
        return sum(vals) / len(vals)  # expect-near: SEQ311

    def nats_per_byte(self, text):
        nll = -sum(v for v in self._post(text) if v is not None)
        return nll / len(text)  # expect: SEQ422


def report(client, docs):
    for name, text in docs.items():
        print(name, f"{client.mean_logprob(text):.3f}", f"{client.nats_per_byte(text):.4f}")
