"""acc_bytes for multiple choice.

# bug: len() counts characters, the metric is per UTF-8 byte
"""
from dataclasses import dataclass
from typing import List


@dataclass
class Choice:
    text: str
    loglikelihood: float


def per_byte(choice: Choice) -> float:
    """Log-likelihood per UTF-8 byte of the choice."""
    return choice.loglikelihood / max(len(choice.text), 1)  # expect: SEQ422


def acc_bytes(choices: List[Choice], gold: int) -> float:
    best = max(range(len(choices)), key=lambda i: per_byte(choices[i]))
    return float(best == gold)
