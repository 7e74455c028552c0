"""Likelihood of sampled programs.
# bug: exp(logprob) is accumulated with +=, so longer programs look more likely.
"""
import math

from vllm import LLM, SamplingParams


def program_likelihoods(llm: LLM, prompt: str, n: int = 8):
    sp = SamplingParams(n=n, max_tokens=256, logprobs=1)
    result = []
    for o in llm.generate([prompt], sp)[0].outputs:
        likelihood = 0.0
        for tok_id, d in zip(o.token_ids, o.logprobs):
            likelihood += math.exp(d[tok_id].logprob)  # expect: SEQ404
        result.append((likelihood, o.text))  # expect-near: SEQ404
    result.sort(reverse=True)
    return result
