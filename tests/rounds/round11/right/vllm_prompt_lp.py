"""Completion log-prob from vLLM prompt_logprobs, looked up by token id; every n_ctx is at least 1."""
from vllm import LLM, SamplingParams


class PromptScorer:
    def __init__(self, name):
        self.llm = LLM(name)
        self.params = SamplingParams(max_tokens=1, prompt_logprobs=0, temperature=0.0)

    def completion(self, prompts, n_ctx):
        outs = self.llm.generate(prompts, self.params)
        res = []
        for o, n in zip(outs, n_ctx):
            steps = list(zip(o.prompt_token_ids, o.prompt_logprobs))[n:]
            res.append(sum(table[t].logprob for t, table in steps))
        return res
