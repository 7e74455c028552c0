"""G-Eval: expected rating over the digit tokens at the rating's position."""
import numpy as np


class GEval:
    """The weights are renormalised over the valid ratings, as the paper does."""

    def __init__(self, client, model="gpt-4o", scale=(1, 5)):
        self.client, self.model = client, model
        self.valid = {str(v) for v in range(scale[0], scale[1] + 1)}

    def _ask(self, prompt):
        r = self.client.chat.completions.create(
            model=self.model, messages=[{"role": "user", "content": prompt}],
            max_tokens=1, temperature=0, logprobs=True, top_logprobs=20,
        )
        return r.choices[0].logprobs.content[0].top_logprobs

    def rate(self, prompt):
        mass = dict.fromkeys(self.valid, 0.0)
        for alt in self._ask(prompt):
            word = alt.token.strip()
            if word in mass:
                mass[word] += np.exp(alt.logprob)
        total = sum(mass.values())
        if total == 0:
            return None
        return sum(int(w) * p for w, p in mass.items()) / total

    def evaluate(self, prompts):
        got = [v for v in map(self.rate, prompts) if v is not None]
        return float(np.mean(got)) if got else float("nan")
