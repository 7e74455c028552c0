"""log p(completion | prompt) with vLLM; entry t of prompt_logprobs already belongs to token t."""
from vllm import LLM, SamplingParams


class PairScorer:
    def __init__(self, model: str):
        self.llm = LLM(model=model)
        self.params = SamplingParams(max_tokens=1, prompt_logprobs=0)

    def __call__(self, pairs):
        outs = self.llm.generate([{"prompt_token_ids": p + c} for p, c in pairs], self.params)
        scores = []
        for (p, _), o in zip(pairs, outs):
            n = len(p)
            cont = o.prompt_token_ids[n:]
            scores.append(sum(entry[t].logprob for entry, t in zip(o.prompt_logprobs[n:], cont)))
        return scores
