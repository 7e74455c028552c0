"""Log-prob of given token ids behind a prefix through vLLM's prompt_logprobs (already aligned)."""
from vllm import LLM, SamplingParams


class Forced:
    def __init__(self, model):
        self.llm = LLM(model=model)
        self.sp = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)

    def __call__(self, ids, start):
        """Sum over ids[start:], start >= 1."""
        (out,) = self.llm.generate({"prompt_token_ids": ids}, self.sp)
        assert len(out.prompt_logprobs) == len(ids)
        return sum(d[t].logprob for d, t in zip(out.prompt_logprobs[start:], ids[start:]))
