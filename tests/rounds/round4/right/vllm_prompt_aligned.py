"""Continuation scores with vLLM: entry t belongs to token t."""
from vllm import LLM, SamplingParams, TokensPrompt


def continuation_score(llm: LLM, ctx, cont):
    ids = ctx + cont
    sp = SamplingParams(max_tokens=1, prompt_logprobs=1)
    (out,) = llm.generate([TokensPrompt(prompt_token_ids=ids)], sp)
    rows = out.prompt_logprobs[len(ctx):]
    return sum(row[t].logprob for row, t in zip(rows, cont))


def choose(llm, ctx, options):
    return max(range(len(options)), key=lambda i: continuation_score(llm, ctx, options[i]))
