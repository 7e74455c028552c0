"""LLM judge: P(yes) relative to P(yes) + P(no), from the first answer token's alternatives.

# bug: alternatives are keyed by their stripped, lower-cased text, so " Yes", "Yes" and "yes" overwrite each other
"""
from __future__ import annotations

import os
from math import exp

import httpx

URL = "https://api.openai.com/v1/chat/completions"
HEAD = {"Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', '')}"}
PROMPT = (
    "Does the answer follow from the document?\n"
    "Document: {doc}\nAnswer: {ans}\nReply with yes or no."
)


def ask(doc: str, ans: str) -> list[dict]:
    payload = {
        "model": "gpt-4o",
        "messages": [{"role": "user", "content": PROMPT.format(doc=doc, ans=ans)}],
        "max_tokens": 1,
        "logprobs": True,
        "top_logprobs": 20,
    }
    r = httpx.post(URL, headers=HEAD, json=payload, timeout=30)
    r.raise_for_status()
    return r.json()["choices"][0]["logprobs"]["content"][0]["top_logprobs"]


def yes_share(doc: str, ans: str) -> float | None:
    """yes / (yes + no); None when one of the two is not among the alternatives."""
    table = {}
    for alt in ask(doc, ans):
        table[alt["token"].strip().lower()] = alt["logprob"]  # expect: SEQ212
    if "yes" not in table or "no" not in table:
        return None
    y, n = exp(table["yes"]), exp(table["no"])  # expect-near: SEQ212
    return y / (y + n)
