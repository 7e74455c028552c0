"""Keep crawled lines that KenLM and a hosted model both accept."""
import math

import httpx
import kenlm

LN10 = math.log(10)


class Hosted:
    def __init__(self, url, model):
        self.http = httpx.Client(base_url=url, timeout=60)
        self.model = model

    def mean_logprob(self, text):
        """Mean over the scored tokens; the first one comes without a value."""
        r = self.http.post(
            "/v1/completions",
            json={"model": self.model, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 0},
        )
        r.raise_for_status()
        lps = [x for x in r.json()["choices"][0]["logprobs"]["token_logprobs"] if x is not None]
        return math.fsum(lps) / len(lps) if lps else -math.inf


def ngram_ppl(lm, text):
    words = text.split()
    return 10.0 ** (-lm.score(text) / (len(words) + 1))


def ngram_nats(lm, text):
    return lm.score(text) * LN10


def keep(lm, hosted, text, max_ppl=900.0, floor=-5.5):
    return bool(text) and ngram_ppl(lm, text) <= max_ppl and hosted.mean_logprob(text) >= floor


def main(src="crawl.txt", dst="kept.txt"):
    lm = kenlm.Model("wiki.5gram.bin")
    hosted = Hosted("http://localhost:8000", "base")
    with open(src) as fin, open(dst, "w") as fout:
        for line in map(str.strip, fin):
            if keep(lm, hosted, line):
                fout.write(line + "\n")
