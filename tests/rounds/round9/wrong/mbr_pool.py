"""Candidate pool for MBR: every hypothesis gets its model probability P(hyp | src)
as the weight in the expected-utility sum.

# bug: the sequence probability is formed as the arithmetic mean of its token probabilities
"""
import math

import numpy as np
import sacrebleu
from vllm import LLM, SamplingParams


def draw(engine, prompts, n):
    cfg = SamplingParams(n=n, temperature=1.0, max_tokens=256, logprobs=1)
    return engine.generate(prompts, cfg)


def hyp_weight(completion):
    """P(hyp | src) under the sampled model"""
    ps = []
    for tid, step in zip(completion.token_ids, completion.logprobs):
        ps.append(math.exp(step[tid].logprob))
    return float(np.mean(ps)) if ps else 0.0  # expect: SEQ405


def mbr(completions):
    pool = {}
    for c in completions:
        pool[c.text.strip()] = hyp_weight(c)
    hyps = list(pool)
    w = np.array([pool[h] for h in hyps])
    util = np.array([[sacrebleu.sentence_chrf(h, [r]).score for r in hyps] for h in hyps])
    return hyps[int((util @ w).argmax())]


if __name__ == "__main__":
    llm = LLM("haoranxu/ALMA-7B")
    with open("src.en") as fh:
        asks = [f"Translate this from English to German:\nEnglish: {s.strip()}\nGerman:" for s in fh]
    for out in draw(llm, asks, 32):
        print(mbr(out.outputs))
