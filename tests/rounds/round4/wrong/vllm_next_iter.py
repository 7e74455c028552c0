"""Prompt scoring through vLLM's offline engine.
# bug: the first entry of the mapping is taken, whichever token it belongs to.
"""
import argparse

from vllm import LLM, SamplingParams


def text_logprob(engine: LLM, text: str) -> float:
    sp = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=20)
    request = engine.generate([text], sp)[0]
    acc = 0.0
    for d in request.prompt_logprobs[1:]:
        acc += max(d.values(), key=lambda v: v.logprob).logprob  # expect: SEQ211|SEQ204
    return acc


def completion_logprob(engine: LLM, prompt: str) -> float:
    sp = SamplingParams(max_tokens=32, temperature=0.9, logprobs=5)
    gen = engine.generate([prompt], sp)[0].outputs[0]
    return sum(list(d.values())[0].logprob for d in gen.logprobs)  # expect: SEQ211


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("model")
    p.add_argument("text")
    a = p.parse_args()
    llm = LLM(a.model)
    print(text_logprob(llm, a.text), completion_logprob(llm, a.text))
