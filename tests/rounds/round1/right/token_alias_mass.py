"""P(yes) over several surface forms of the same answer, from top-k alternatives of one step."""
import math

from openai import OpenAI

YES = {"yes", "Yes", "YES", " yes", " Yes"}
NO = {"no", "No", "NO", " no", " No"}


class Judge:
    def __init__(self, model="gpt-4o-mini"):
        self.client = OpenAI()
        self.model = model

    def alternatives(self, question):
        r = self.client.chat.completions.create(
            model=self.model, max_tokens=1, temperature=0, logprobs=True, top_logprobs=20,
            messages=[{"role": "user", "content": question + " Answer yes or no."}])
        return r.choices[0].logprobs.content[0].top_logprobs

    def p_yes(self, question):
        yes = no = 0.0
        for alt in self.alternatives(question):
            if alt.token in YES:
                yes += math.exp(alt.logprob)
            elif alt.token in NO:
                no += math.exp(alt.logprob)
        return {"yes": yes, "no": no, "other": max(0.0, 1.0 - yes - no)}
