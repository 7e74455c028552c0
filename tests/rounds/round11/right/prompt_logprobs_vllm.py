"""Score given continuations through vLLM prompt_logprobs (entry t is of token t)."""
from vllm import LLM, SamplingParams, TokensPrompt


class Scorer:
    def __init__(self, name):
        self.llm = LLM(model=name)
        self.sp = SamplingParams(max_tokens=1, prompt_logprobs=0, temperature=0.0)

    def __call__(self, pairs):
        """pairs: (all token ids, number of context tokens >= 1)"""
        outs = self.llm.generate([TokensPrompt(prompt_token_ids=ids) for ids, _ in pairs], self.sp)
        res = []
        for (ids, n), o in zip(pairs, outs):
            res.append(sum(o.prompt_logprobs[t][ids[t]].logprob for t in range(n, len(ids))))
        return res
