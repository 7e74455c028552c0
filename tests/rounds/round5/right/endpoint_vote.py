"""Keeps the answer with the highest sequence log-probability among several TGI endpoints (greedy decoding)."""
from concurrent.futures import ThreadPoolExecutor

from huggingface_hub import InferenceClient


def fetch(url, prompt, limit=200):
    res = InferenceClient(url).text_generation(prompt, details=True, do_sample=False, max_new_tokens=limit)
    total = sum(t.logprob for t in res.details.tokens)
    return {"url": url, "text": res.generated_text.strip(), "logprob": total}


def vote(urls, prompt):
    with ThreadPoolExecutor(len(urls)) as pool:
        found = list(pool.map(lambda u: fetch(u, prompt), urls))
    winner = max(found, key=lambda d: d["logprob"])
    for d in found:
        print(f"{d['url']:40s} {round(d['logprob'], 2):9.2f} {d['text'][:60]}")
    return winner
