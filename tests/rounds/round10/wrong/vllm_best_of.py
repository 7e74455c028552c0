"""Best-of-n with vLLM: keep the sample with the best length-normalised likelihood.

# bug: the sequence probability itself, not its logarithm, is divided by the length.
"""
import math
from vllm import LLM, SamplingParams


def build(name):
    return LLM(model=name, max_model_len=4096, seed=7)


def best_of_n(llm, prompts, n=8):
    params = SamplingParams(n=n, temperature=1.0, max_tokens=256, logprobs=0)
    answers = []
    for res in llm.generate(prompts, params):
        ranked = []
        for cand in res.outputs:
            if not cand.token_ids:
                continue
            value = math.exp(cand.cumulative_logprob) / len(cand.token_ids)  # expect: SEQ406
            ranked.append((value, cand.text))
        answers.append(max(ranked)[1] if ranked else "")
    return answers
