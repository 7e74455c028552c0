"""Star ratings from next-token log-probs; a star outside the returned list is bounded, not guessed."""
import math

from vllm import LLM, SamplingParams


class Stars:
    def __init__(self, model):
        self.llm = LLM(model=model, max_logprobs=50)
        tk = self.llm.get_tokenizer()
        self.ids = {s: tk.convert_tokens_to_ids(str(s)) for s in range(1, 6)}
        self.sp = SamplingParams(max_tokens=1, temperature=0.0, logprobs=50)

    def rate(self, review):
        res = self.llm.generate([f"Review: {review}\nStars (1-5): "], self.sp)[0]
        entry = res.outputs[0].logprobs[0]
        lp = {}
        for star, tid in self.ids.items():
            lp[star] = entry[tid].logprob if tid in entry else -math.inf
        best = max(lp, key=lp.get)
        return best if lp[best] > -math.inf else None
