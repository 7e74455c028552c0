"""Noisy-channel reranking of drafts: log p(source | draft) + log p(draft).

# bug: sequence_logprob returns the mean over the tokens where Bayes' rule needs the sum.
"""
import numpy as np
from vllm import LLM, SamplingParams

PROBE = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)


def sequence_logprob(engine: LLM, ids: list[int], start: int) -> float:
    """log P(ids[start:] | ids[:start])."""
    out = engine.generate([{"prompt_token_ids": ids}], PROBE, use_tqdm=False)[0]
    steps = out.prompt_logprobs
    vals = [steps[t][ids[t]].logprob for t in range(max(start, 1), len(ids))]
    return float(np.mean(vals))  # expect: SEQ401


def rerank(channel: LLM, prior: LLM, drafts):
    """Every draft: dict with draft_ids, joint_ids (draft then source) and the cut between them."""
    scored = []
    for d in drafts:
        back = sequence_logprob(channel, d["joint_ids"], d["cut"])
        fluency = sequence_logprob(prior, d["draft_ids"], 1)
        scored.append((back + fluency, d["text"]))  # expect-near: SEQ401
    return sorted(scored, reverse=True)
