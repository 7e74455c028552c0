"""Rescoring and uncertainty with vLLM.

# bug: prompt_logprobs are already aligned with the tokens, the extra shift reads the wrong entry; -p log p is summed over the generated tokens instead of the vocabulary.
"""
import numpy as np
from vllm import LLM, SamplingParams


PARAMS = SamplingParams(max_tokens=1, prompt_logprobs=0)


def rescore(llm: LLM, hyps):
    scores = []
    for out in llm.generate(hyps, PARAMS):
        ids = out.prompt_token_ids
        rows = out.prompt_logprobs
        s = 0.0
        for row, nxt in zip(rows[1:-1], ids[2:]):  # expect-near: SEQ202
            s += row[nxt].logprob  # expect: SEQ202
        scores.append(s)
    return scores


def pick(llm, hyps):
    s = rescore(llm, hyps)
    return hyps[s.index(max(s))]


def token_entropy(llm: LLM, prompts):
    sp = SamplingParams(temperature=1.0, max_tokens=128, logprobs=1)
    out = []
    for res in llm.generate(prompts, sp):
        gen = res.outputs[0]
        lp = np.array([d[t].logprob for d, t in zip(gen.logprobs, gen.token_ids)])
        p = np.exp(lp)
        out.append(float(-(p * lp).sum()))  # expect: SEQ416
    return out
