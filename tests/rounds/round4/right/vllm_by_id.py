"""vLLM log-probs looked up by token id."""
from vllm import LLM, SamplingParams


def text_logprob(engine: LLM, text: str) -> float:
    sp = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)
    out = engine.generate([text], sp)[0]
    acc = 0.0
    for t, d in zip(out.prompt_token_ids, out.prompt_logprobs):
        if d is None:
            continue
        acc += d[t].logprob
    return acc


def completion_logprob(engine, prompt):
    gen = engine.generate([prompt], SamplingParams(max_tokens=32, logprobs=1))[0].outputs[0]
    return sum(step[tok].logprob for step, tok in zip(gen.logprobs, gen.token_ids))
