"""Best-of-n by mean token log-prob (vLLM)."""
from vllm import SamplingParams


def best_of_n(llm, prompts, n=8):
    sp = SamplingParams(n=n, temperature=1.0, max_tokens=256, logprobs=0)
    picks = []
    for res in llm.generate(prompts, sp):
        full = [c for c in res.outputs if c.token_ids]
        picks.append(max(full, key=lambda c: c.cumulative_logprob / len(c.token_ids)).text if full else "")
    return picks
