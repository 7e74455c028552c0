"""Mass of all spellings of yes and no at the first generated position (vLLM)."""
import math

from vllm import LLM, SamplingParams


class YesMass:
    def __init__(self, model="Qwen/Qwen2.5-1.5B"):
        self.llm = LLM(model=model)
        self.params = SamplingParams(max_tokens=1, temperature=0, logprobs=20)

    @staticmethod
    def mass(alternatives, word):
        return math.fsum(math.exp(a.logprob) for a in alternatives.values() if a.decoded_token.strip().lower() == word)

    def margin(self, prompts):
        """(p(yes) - p(no)) per prompt; None if one of them has no spelling among the twenty best."""
        res = []
        for o in self.llm.generate(prompts, self.params):
            alt = o.outputs[0].logprobs[0]
            y, n = self.mass(alt, "yes"), self.mass(alt, "no")
            res.append(y - n if y > 0 and n > 0 else None)
        return res
