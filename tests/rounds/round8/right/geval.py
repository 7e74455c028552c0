"""Expected mark (1 to 5) of an essay from the alternatives at the mark's position."""
import numpy as np
from openai import OpenAI


class Marker:
    def __init__(self, model="gpt-4o-mini"):
        self.client, self.model = OpenAI(), model

    def mark(self, essay):
        r = self.client.chat.completions.create(
            model=self.model, max_tokens=1, temperature=0, logprobs=True, top_logprobs=20,
            messages=[{"role": "user", "content": f"Mark this essay from 1 to 5. Reply with the digit only.\n\n{essay}"}],
        )
        top = r.choices[0].logprobs.content[0].top_logprobs
        mass = np.zeros(6)
        for alt in top:
            if alt.token.strip() in {"1", "2", "3", "4", "5"}:
                mass[int(alt.token)] += np.exp(alt.logprob)
        return float(mass @ np.arange(6) / mass.sum()) if mass.any() else None
