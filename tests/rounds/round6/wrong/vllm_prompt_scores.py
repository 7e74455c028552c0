"""Mean log-prob of reference transcripts, and of a forced word at a position.

# bug: the unscored first prompt token (None) enters the mean as 0.0; and a word outside the top-k gets log-prob 0.0.
"""
from typing import Mapping, Optional, Sequence

from vllm import LLM, SamplingParams


def token_logprobs(output) -> list:
    steps: Sequence[Optional[Mapping]] = output.prompt_logprobs
    return [d[t].logprob if d else None for d, t in zip(steps, output.prompt_token_ids)]


def mean_logprob(output) -> float:
    vals = [v or 0.0 for v in token_logprobs(output)]  # expect: SEQ311
    return sum(vals) / len(vals)  # expect-near: SEQ311


def forced_sequence_logprob(steps: Sequence[Mapping], forced: Sequence[int]) -> float:
    """Log-prob of the ids `forced`, given one top-k mapping id -> log-prob per position."""
    return sum(step.get(i, 0.0) for step, i in zip(steps, forced))  # expect: SEQ213


def score_references(engine: LLM, refs: Sequence[str]) -> list:
    params = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)
    outs = engine.generate(list(refs), params)
    return [mean_logprob(o) for o in outs]


if __name__ == "__main__":
    llm = LLM("facebook/opt-350m")
    for s in score_references(llm, ["please call stella", "ask her to bring these things"]):
        print(f"{s:.4f}")
