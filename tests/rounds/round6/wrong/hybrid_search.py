"""Second-stage ranking: dense similarity plus query likelihood log p(query | passage).

# bug: short queries get the sum of token log-probs, long ones the mean, and both are ranked together
"""
import numpy as np
import requests
from sentence_transformers import SentenceTransformer

VLLM = "http://localhost:8000/v1/completions"
enc = SentenceTransformer("intfloat/e5-small-v2")


def query_lps(passage, query):
    prompt = f"Passage: {passage}\nQuestion: {query}"
    body = {"model": "lm", "prompt": prompt, "max_tokens": 0, "echo": True, "logprobs": 0}
    lp = requests.post(VLLM, json=body, timeout=60).json()["choices"][0]["logprobs"]
    start = len(prompt) - len(query)
    return [v for v, o in zip(lp["token_logprobs"], lp["text_offset"]) if o >= start - 1 and v is not None]


def lm_score(passage, queries):
    parts = []
    for q in queries:
        vals = query_lps(passage, q)
        if len(vals) > 24:
            parts.append(sum(vals) / len(vals))  # expect: SEQ503
        else:
            parts.append(sum(vals))  # expect-near: SEQ503
    return max(parts)  # expect-near: SEQ503


def search(queries, corpus, k=20, alpha=0.3):
    qv = enc.encode([f"query: {queries[0]}"], normalize_embeddings=True)
    dv = enc.encode([f"passage: {c}" for c in corpus], normalize_embeddings=True)
    sim = (dv @ qv.T).ravel()
    short = np.argsort(-sim)[:k]
    final = [(alpha * lm_score(corpus[i], queries) + (1 - alpha) * sim[i], i) for i in short]
    final.sort(reverse=True)
    return [(corpus[i], s) for s, i in final]
