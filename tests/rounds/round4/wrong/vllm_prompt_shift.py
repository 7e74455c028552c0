"""Score continuations with vLLM's prompt_logprobs.
# bug: entry t of prompt_logprobs already belongs to token t, and the code shifts once more.
"""
from vllm import LLM, SamplingParams, TokensPrompt

params = SamplingParams(max_tokens=1, prompt_logprobs=1)


def continuation_score(llm: LLM, ctx: list[int], cont: list[int]) -> float:
    ids = ctx + cont
    (out,) = llm.generate([TokensPrompt(prompt_token_ids=ids)], params)
    entries = out.prompt_logprobs
    total = 0.0
    for pos in range(len(ctx), len(ids)):
        total += entries[pos - 1][ids[pos]].logprob  # expect: SEQ202|SEQ201
    return total


def choose(llm, ctx, options):
    values = [continuation_score(llm, ctx, o) for o in options]
    return max(range(len(values)), key=values.__getitem__)
