"""log p(completion | prompt) from vLLM prompt log-probs, with a greedy flag from the ranks."""
from dataclasses import dataclass

from vllm import LLM, SamplingParams


@dataclass(frozen=True)
class Span:
    ids: tuple
    first: int


class EngineScores:
    def __init__(self, model):
        self.llm = LLM(model)
        self.tok = self.llm.get_tokenizer()
        self.params = SamplingParams(max_tokens=1, prompt_logprobs=1, temperature=0.0)

    def span(self, prompt, completion):
        enc = self.tok(prompt + completion, return_offsets_mapping=True)
        first = next(k for k, (_, end) in enumerate(enc["offset_mapping"]) if end > len(prompt))
        return Span(tuple(enc["input_ids"]), first)

    def __call__(self, pairs):
        spans = [self.span(*p) for p in pairs]
        outs = self.llm.generate([{"prompt_token_ids": list(s.ids)} for s in spans], self.params)
        result = []
        for s, o in zip(spans, outs):
            picked = [o.prompt_logprobs[k][s.ids[k]] for k in range(s.first, len(s.ids))]
            result.append((sum(p.logprob for p in picked), all(p.rank == 1 for p in picked)))
        return result
