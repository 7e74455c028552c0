"""Gold-answer likelihood with retrieved context, joint over the answer's tokens and over claims."""
from dataclasses import dataclass
from typing import List

from vllm import LLM, SamplingParams


@dataclass
class Item:
    prompt_ids: List[int]
    answer_ids: List[int]


def answer_logprobs(engine: LLM, items: List[Item]) -> List[List[float]]:
    sp = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)
    feeds = [{"prompt_token_ids": it.prompt_ids + it.answer_ids} for it in items]
    res = []
    for it, out in zip(items, engine.generate(feeds, sp)):
        tail = out.prompt_logprobs[len(it.prompt_ids) :]
        res.append([d[t].logprob for d, t in zip(tail, it.answer_ids)])
    return res


def per_token(lps: List[float]) -> float:
    return sum(lps) / len(lps) if lps else float("nan")


def joint_claims(claim_lps: List[List[float]]) -> float:
    """log P(all claims), claims independent."""
    return sum(sum(c) for c in claim_lps)


def context_gain(engine, with_ctx: List[Item], without: List[Item]) -> List[float]:
    a = answer_logprobs(engine, with_ctx)
    b = answer_logprobs(engine, without)
    return [sum(x) - sum(y) for x, y in zip(a, b)]
