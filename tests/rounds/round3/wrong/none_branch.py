"""Perplexity per text from vLLM prompt log-probs.

# bug: the position without a log-prob counts as a certain token
"""
from vllm import LLM, SamplingParams

import numpy as np


def text_perplexities(model: str, texts: list) -> list:
    llm = LLM(model=model)
    outs = llm.generate(texts, SamplingParams(max_tokens=1, prompt_logprobs=0))
    result = []
    for o in outs:
        nats = 0.0
        for tid, d in zip(o.prompt_token_ids, o.prompt_logprobs):
            nats -= 0.0 if d is None else d[tid].logprob  # expect: SEQ311
        result.append(np.exp(nats / len(o.prompt_token_ids)))  # expect-near: SEQ311|SEQ403
    return result
