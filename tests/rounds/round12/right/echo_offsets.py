"""log P(option | stem) from an echoing completions endpoint; the cut is found by character offset."""
from dataclasses import dataclass

import openai


class BoundaryError(ValueError):
    pass


@dataclass
class Echo:
    api: openai.OpenAI
    model: str

    def loglik(self, stem: str, option: str) -> float:
        r = self.api.completions.create(model=self.model, prompt=stem + option, echo=True,
                                        max_tokens=0, logprobs=1)
        rec = r.choices[0].logprobs
        if len(stem) not in rec.text_offset:
            raise BoundaryError("a token spans the end of the stem")
        start = rec.text_offset.index(len(stem))
        part = rec.token_logprobs[start:]
        if not part or any(v is None for v in part):
            raise BoundaryError("option was not scored")
        return sum(part)

    def mean_over_text(self, text: str) -> float:
        """Mean token log-prob; the first token has no score and does not count."""
        r = self.api.completions.create(model=self.model, prompt=text, echo=True, max_tokens=0, logprobs=0)
        known = [v for v in r.choices[0].logprobs.token_logprobs if v is not None]
        if not known:
            raise ValueError("text has a single token")
        return sum(known) / len(known)
