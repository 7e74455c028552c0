"""Sentiment classification through chat log-probabilities.

# bug: a label missing from the five alternatives gets the log-probability 0.0, that is certainty
"""
import os

import httpx

LABELS = ("positive", "negative", "neutral")
URL = os.environ.get("LLM_URL", "http://localhost:8000/v1/chat/completions")


async def ask(session: httpx.AsyncClient, text: str) -> dict:
    body = {
        "model": "local",
        "messages": [{"role": "user", "content": f"Sentiment of: {text}\nOne word."}],
        "max_tokens": 1,
        "temperature": 0,
        "logprobs": True,
        "top_logprobs": 5,
    }
    reply = (await session.post(URL, json=body)).json()
    step = reply["choices"][0]["logprobs"]["content"][0]
    return {alt["token"]: alt["logprob"] for alt in step["top_logprobs"]}


async def classify(session, text):
    seen = await ask(session, text)
    lps = {name: seen.get(name, 0.0) for name in LABELS}  # expect: SEQ213
    return max(lps, key=lps.get)
