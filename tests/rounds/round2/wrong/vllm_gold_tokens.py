"""Teacher-forced gold answers with a token-by-token vLLM client.

# bug: a gold token that is missing from the top-k mapping gets log-probability 0.0
"""
from dataclasses import dataclass
from typing import List, Mapping, Sequence


@dataclass
class Step:
    alternatives: Mapping[int, float]      # token id -> log-prob, the k best of the position


def gold_logprob(steps: Sequence[Step], gold: Sequence[int]) -> float:
    assert len(steps) == len(gold)
    acc = 0.0
    for step, t in zip(steps, gold):
        acc += step.alternatives.get(t, 0.0)  # expect: SEQ213
    return acc


def rank(items: List[dict]) -> List[str]:
    scored = [(gold_logprob(i["steps"], i["gold"]), i["name"]) for i in items]
    return [name for _, name in sorted(scored, reverse=True)]
