"""Next-token table of a vLLM model for a set of prompts.

# bug: log-probs are keyed by decoded text, so different ids with the same text overwrite each other
"""
from vllm import LLM, SamplingParams


def table(llm: LLM, prompts, k=20):
    params = SamplingParams(max_tokens=1, temperature=0.0, logprobs=k)
    out = []
    for res in llm.generate(prompts, params):
        first = res.outputs[0].logprobs[0]
        out.append({e.decoded_token.strip(): e.logprob for e in first.values()})  # expect: SEQ212
    return out


def compare(llm, prompts, a="Yes", b="No"):
    rows = table(llm, prompts)
    return [r[a] - r[b] if a in r and b in r else None for r in rows]  # expect-near: SEQ212
