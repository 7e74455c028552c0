"""Best-of-n on vLLM with the geometric mean of the token probabilities."""
import math

from vllm import SamplingParams

PARAMS = SamplingParams(n=8, temperature=1.0, max_tokens=256, logprobs=0)


def geo_mean(c):
    lps = [d[t].logprob for t, d in zip(c.token_ids, c.logprobs)]
    return math.exp(sum(lps) / len(lps)) if lps else 0.0


def pick(outs):
    best = max(outs, key=geo_mean)
    print("confidence", round(geo_mean(best), 3))
    return best.text


def run(llm, prompts):
    return [pick(r.outputs) for r in llm.generate(prompts, PARAMS)]
