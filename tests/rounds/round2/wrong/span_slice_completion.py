"""Score completions with vLLM's prompt log-probs.

# bug: all prompt positions are summed although only the completion should be
"""
from vllm import LLM, SamplingParams


class CompletionScorer:
    """log p(completion | prompt) for pre-tokenised pairs."""

    def __init__(self, model: str):
        self.llm = LLM(model=model)
        self.params = SamplingParams(max_tokens=1, prompt_logprobs=0)

    def __call__(self, pairs):
        feed = [{"prompt_token_ids": p + c} for p, c in pairs]
        outs = self.llm.generate(feed, self.params)
        result = []
        for (p, c), o in zip(pairs, outs):
            ids = o.prompt_token_ids
            entries = o.prompt_logprobs[1:]
            lps = [e[t].logprob for e, t in zip(entries, ids[1:])]  # expect-near: SEQ301
            result.append(sum(lps))  # expect: SEQ301
        return result
