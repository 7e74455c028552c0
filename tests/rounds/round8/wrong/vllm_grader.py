"""Letter grader on vLLM: distribution over A-D at the first generated position.

# bug: the log-probs are keyed by the stripped text, so " A" and "A" overwrite each other.
"""
import math
from typing import Optional

from vllm import LLM, SamplingParams

GRADES = ("A", "B", "C", "D")


class LetterGrader:
    def __init__(self, model: str):
        self.engine = LLM(model=model, max_logprobs=20)
        self.params = SamplingParams(max_tokens=1, temperature=0.0, logprobs=20)

    def grade(self, prompts: list[str]) -> list[dict[str, Optional[float]]]:
        graded = []
        for req in self.engine.generate(prompts, self.params):
            first = req.outputs[0].logprobs[0]
            by_text = {e.decoded_token.strip(): e.logprob for e in first.values()}  # expect: SEQ212
            graded.append({g: math.exp(by_text[g]) if g in by_text else None for g in GRADES})
        return graded
