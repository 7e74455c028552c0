"""Likelihood of a fixed text through a completions endpoint.

# bug: max over the top-logprobs mapping takes the favourite, the text's own token may be another
"""
import os

import requests

URL = os.environ.get("LM_URL", "http://localhost:8000/v1/completions")


def text_logprob(model, text):
    body = {"model": model, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 5}
    reply = requests.post(URL, json=body, timeout=60).json()
    maps = reply["choices"][0]["logprobs"]["top_logprobs"]
    return sum(max(m.values()) for m in maps[1:])  # expect: SEQ211|SEQ204


if __name__ == "__main__":
    print(text_logprob("base", "To be or not to be"))
