"""Keep the greedy draft unless one of the sampled edits is more likely under the model.

# bug: the draft's summed log-prob is compared with the edits' per-token mean.
"""
from dataclasses import dataclass

from vllm import LLM, SamplingParams


@dataclass
class Verdict:
    text: str
    replaced: bool


class DraftEditor:
    def __init__(self, model: str):
        self.llm = LLM(model=model)
        self.greedy = SamplingParams(temperature=0.0, max_tokens=300, logprobs=0)
        self.varied = SamplingParams(temperature=1.0, n=8, max_tokens=300, logprobs=0)

    @staticmethod
    def quality(c) -> float:
        return c.cumulative_logprob / len(c.token_ids)  # expect-near: SEQ503

    def run(self, prompts: list[str]) -> list[Verdict]:
        first = self.llm.generate(prompts, self.greedy)
        second = self.llm.generate(prompts, self.varied)
        out = []
        for a, b in zip(first, second):
            draft = a.outputs[0]
            edit = max((c for c in b.outputs if c.token_ids), key=self.quality)
            if self.quality(edit) > draft.cumulative_logprob:  # expect: SEQ503
                out.append(Verdict(edit.text, True))
            else:
                out.append(Verdict(draft.text, False))
        return out
