"""Summed log p(proof | prompt) with vLLM prompt_logprobs."""
from vllm import LLM, SamplingParams

PARAMS = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)


class Checker:
    def __init__(self, model):
        self.engine = LLM(model=model)

    def scores(self, pairs):
        full = [list(a) + list(b) for a, b in pairs]
        outs = self.engine.generate([{"prompt_token_ids": f} for f in full], PARAMS)
        result = []
        for (a, b), o in zip(pairs, outs):
            entries = o.prompt_logprobs[len(a):]
            result.append(sum(e[t].logprob for e, t in zip(entries, b)))
        return result
