"""Score pre-tokenised (context, target) pairs through vLLM's prompt_logprobs."""
from dataclasses import dataclass

from vllm import LLM, SamplingParams


@dataclass(frozen=True)
class Pair:
    ctx: tuple
    tgt: tuple


class PromptScorer:
    params = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)

    def __init__(self, model):
        self.llm = LLM(model=model)

    def score(self, pairs):
        """log p(tgt | ctx) per pair; entry t of prompt_logprobs belongs to token t."""
        prompts = [{"prompt_token_ids": list(p.ctx + p.tgt)} for p in pairs]
        for p, out in zip(pairs, self.llm.generate(prompts, self.params)):
            n = len(p.ctx)
            table = out.prompt_logprobs[n:]
            yield sum(entry[t].logprob for entry, t in zip(table, p.tgt))

    def prefer(self, ctx, a, b):
        sa, sb = self.score([Pair(ctx, a), Pair(ctx, b)])
        return a if sa >= sb else b
