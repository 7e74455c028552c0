"""Keep crawled sentences that both an n-gram model and a hosted LM find fluent.

# bug: the unscored first token (None) is counted as 0.0, i.e. probability one.
# bug: KenLM scores are base 10 but are turned into a perplexity with exp().
"""
import math

import kenlm
import requests

ENDPOINT = "http://localhost:8000/v1/completions"


def ngram_perplexity(lm, sentence):
    n = len(sentence.split()) + 1
    return math.exp(-lm.score(sentence, bos=True, eos=True) / n)  # expect: SEQ411


def hosted_mean_logprob(sentence, model="base"):
    body = {
        "model": model,
        "prompt": sentence,
        "max_tokens": 0,
        "echo": True,
        "logprobs": 1,
    }
    reply = requests.post(ENDPOINT, json=body, timeout=60)
    reply.raise_for_status()
    lps = reply.json()["choices"][0]["logprobs"]["token_logprobs"]
    values = [v if v is not None else 0.0 for v in lps]  # expect: SEQ311
    return sum(values) / len(values)  # expect-near: SEQ311


def fluent(lm, sentence, max_ppl=800.0, min_mean=-5.0):
    if not sentence.strip():
        return False
    if ngram_perplexity(lm, sentence) > max_ppl:
        return False
    return hosted_mean_logprob(sentence) >= min_mean


def main():
    lm = kenlm.Model("news.5gram.bin")
    with open("crawl.txt") as src, open("clean.txt", "w") as dst:
        dst.writelines(line for line in src if fluent(lm, line.strip()))
