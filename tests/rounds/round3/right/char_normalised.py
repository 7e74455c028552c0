"""acc_norm of multiple choice: log-likelihood per character, as the harness defines it."""
from dataclasses import dataclass
from typing import List


@dataclass
class Choice:
    text: str
    loglikelihood: float
    is_greedy: bool = False


def acc(choices: List[Choice], gold: int) -> float:
    lls = [c.loglikelihood for c in choices]
    return float(lls.index(max(lls)) == gold)


def acc_norm(choices: List[Choice], gold: int) -> float:
    per_char = [c.loglikelihood / max(len(c.text), 1) for c in choices]
    return float(per_char.index(max(per_char)) == gold)


def acc_bytes(choices: List[Choice], gold: int) -> float:
    per_byte = [c.loglikelihood / max(len(c.text.encode("utf-8")), 1) for c in choices]
    return float(per_byte.index(max(per_byte)) == gold)
