"""Yes/no judge on top of vLLM: probability mass of "Yes" at the first generated position.

# bug: alternatives are keyed by stripped decoded text, so "Yes" and " Yes" are one key and the later overwrites the earlier
"""
import math
from dataclasses import dataclass

from vllm import LLM, SamplingParams


@dataclass
class Verdict:
    yes: float
    no: float

    @property
    def margin(self):
        return self.yes - self.no


class YesNoJudge:
    def __init__(self, model="Qwen/Qwen2.5-1.5B", k=20):
        self.llm = LLM(model=model)
        self.sp = SamplingParams(max_tokens=1, temperature=0.0, logprobs=k)

    def __call__(self, prompts):
        for out in self.llm.generate(prompts, self.sp):
            first = out.outputs[0].logprobs[0]
            seen = {}
            for entry in first.values():
                seen[entry.decoded_token.strip()] = entry.logprob  # expect: SEQ212
            if "Yes" not in seen or "No" not in seen:
                yield None
                continue
            yield Verdict(math.exp(seen["Yes"]), math.exp(seen["No"]))  # expect-near: SEQ212


if __name__ == "__main__":
    judge = YesNoJudge()
    for v in judge(["Is water wet? Answer Yes or No.\nAnswer:"]):
        print(v and v.margin)
