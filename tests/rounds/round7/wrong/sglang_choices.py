"""Letter probabilities from an SGLang server's top log-probs.

# bug: entries are keyed by stripped token text, so ' A' and 'A' overwrite each other; and a letter outside the top list gets log-prob 0
"""
import math
import sys

import requests

URL = "http://127.0.0.1:30000/generate"


def ask(prompt, k=10):
    body = {
        "text": prompt,
        "sampling_params": {"max_new_tokens": 1, "temperature": 0},
        "return_logprob": True,
        "top_logprobs_num": k,
        "return_text_in_logprobs": True,
    }
    r = requests.post(URL, json=body, timeout=60)
    r.raise_for_status()
    return r.json()["meta_info"]["output_top_logprobs"][0]


def letters(prompt, names="ABCD"):
    entries = ask(prompt)
    by_text = {}
    for value, _, piece in entries:
        by_text[piece.strip()] = value  # expect: SEQ212
    return {c: by_text.get(c, 0.0) for c in names}  # expect: SEQ213


def pick(prompt):
    table = letters(prompt)
    return max(table, key=table.get), {c: math.exp(v) for c, v in table.items()}


if __name__ == "__main__":
    print(pick(sys.stdin.read()))
