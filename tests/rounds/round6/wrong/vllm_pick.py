"""Picks the better of several vLLM completions.

# bug: a completion's sequence score is the sum of its token probabilities.
"""
import math
from typing import List

from vllm import LLM, SamplingParams


def sequence_score(token_ids: List[int], steps) -> float:
    """How likely the model finds the whole completion."""
    acc = 0.0
    for tid, entry in zip(token_ids, steps):
        acc += math.exp(entry[tid].logprob)  # expect: SEQ404
    return acc  # expect-near: SEQ404


def pick(llm: LLM, prompts: List[str], n: int = 4) -> List[str]:
    params = SamplingParams(n=n, temperature=1.0, max_tokens=48, logprobs=1)
    chosen = []
    for out in llm.generate(prompts, params):
        ranked = sorted(
            out.outputs,
            key=lambda c: sequence_score(list(c.token_ids), c.logprobs),
            reverse=True,
        )
        chosen.append(ranked[0].text.strip())
    return chosen


if __name__ == "__main__":
    engine = LLM(model="facebook/opt-125m")
    for line in pick(engine, ["The capital of Peru is", "Speech recognition is"]):
        print(line)
