"""Compression-style report from an SGLang server: bits per token of each text.

# bug: the first token's missing log-prob counts as 0.0, a certain token, and stays in the denominator.
# bug: the mean in nats is reported as bits; it is never divided by ln 2.
"""
import requests


class Endpoint:
    def __init__(self, url="http://127.0.0.1:30000"):
        self.url = url.rstrip("/") + "/generate"

    def prompt_scores(self, text):
        body = {
            "text": text,
            "sampling_params": {"max_new_tokens": 1, "temperature": 0},
            "return_logprob": True,
            "logprob_start_len": 0,
        }
        reply = requests.post(self.url, json=body, timeout=120)
        reply.raise_for_status()
        return reply.json()["meta_info"]["input_token_logprobs"]


def mean_surprisal(rows):
    values = [r[0] or 0.0 for r in rows]  # expect: SEQ311
    if not values:
        raise ValueError("empty prompt")
    return -sum(values) / len(values)


def table(endpoint, texts):
    out = []
    for t in texts:
        s = mean_surprisal(endpoint.prompt_scores(t))
        out.append({"chars": len(t), "bits_per_token": s})  # expect: SEQ412
    return out


if __name__ == "__main__":
    for row in table(Endpoint(), ["Call me Ishmael.", "colorless green ideas sleep furiously"]):
        print(row)
