"""Continuation scores through vLLM; contexts and continuations arrive as token ids."""
from vllm import LLM, SamplingParams, TokensPrompt


def make_engine(name):
    return LLM(model=name, enable_prefix_caching=False)


def continuation_logprobs(engine, requests):
    params = SamplingParams(temperature=0.0, max_tokens=1, prompt_logprobs=0)
    outs = engine.generate([TokensPrompt(prompt_token_ids=c + k) for c, k in requests], params)
    res = []
    for (ctx, cont), out in zip(requests, outs):
        entries = out.prompt_logprobs[len(ctx):]
        res.append(sum(e[t].logprob for e, t in zip(entries, cont)))
    return res


def ranked_samples(engine, prompt_ids, n=8, alpha=0.6):
    params = SamplingParams(n=n, temperature=1.0, max_tokens=256, logprobs=0)
    out = engine.generate([TokensPrompt(prompt_token_ids=prompt_ids)], params)[0]
    usable = [o for o in out.outputs if len(o.token_ids) > 0]
    usable.sort(key=lambda o: o.cumulative_logprob / len(o.token_ids) ** alpha, reverse=True)
    return [o.text for o in usable]
