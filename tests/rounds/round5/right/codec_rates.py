"""Rates of a document under an SGLang model: bits per byte and nats per character."""
import math

import requests


class RateMeter:
    def __init__(self, host="http://127.0.0.1:30000"):
        self.url = f"{host}/generate"
        self.session = requests.Session()

    def _nats(self, text):
        r = self.session.post(self.url, json={
            "text": text,
            "sampling_params": {"max_new_tokens": 0},
            "return_logprob": True,
            "logprob_start_len": 0,
        })
        r.raise_for_status()
        rows = r.json()["meta_info"]["input_token_logprobs"]
        return -math.fsum(lp for lp, *_ in rows if lp is not None)

    def measure(self, text):
        total = self._nats(text)
        return {
            "bits_per_byte": total / (len(text.encode()) * math.log(2)),
            "nats_per_char": total / len(text),
        }


if __name__ == "__main__":
    print(RateMeter().measure("Ein Beispiel für Größe."))
