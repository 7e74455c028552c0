"""Mean log-probability of chat completions, for a dashboard.

# bug: an empty completion has no tokens and the mean divides by zero
"""
from dataclasses import dataclass
from typing import List


@dataclass
class Completion:
    text: str                  # may be empty: the model can stop at once
    token_logprobs: List[float]

    @property
    def mean_logprob(self) -> float:
        return sum(self.token_logprobs) / len(self.token_logprobs)  # expect: SEQ611


def low_confidence(items: List[Completion], floor: float = -1.0) -> List[str]:
    return [c.text for c in items if c.mean_logprob < floor]
