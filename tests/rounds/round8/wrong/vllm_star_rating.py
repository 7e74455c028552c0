"""Predict star ratings with a prompted model: log-prob of '1' .. '5' as the next token (vLLM).

# bug: a rating that is missing from the returned top entries gets log-probability 0
"""
from vllm import LLM, SamplingParams


class StarPredictor:
    def __init__(self, model: str, n_top: int = 20):
        self.engine = LLM(model=model, max_logprobs=n_top)
        tk = self.engine.get_tokenizer()
        self.star_ids = [tk.convert_tokens_to_ids(str(s)) for s in range(1, 6)]
        self.params = SamplingParams(max_tokens=1, temperature=0.0, logprobs=n_top)

    def _row(self, first):
        row = []
        for tid in self.star_ids:
            hit = first.get(tid)
            row.append(hit.logprob if hit is not None else 0.0)  # expect: SEQ213
        return row

    def predict(self, reviews):
        prompts = [f"Review: {r}\nStars (1-5): " for r in reviews]
        outs = self.engine.generate(prompts, self.params)
        stars = []
        for o in outs:
            row = self._row(o.outputs[0].logprobs[0])
            stars.append(1 + max(range(5), key=row.__getitem__))
        return stars
