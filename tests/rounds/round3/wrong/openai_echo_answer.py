"""Per-token log-probability of answers through an OpenAI-style completions server.

# bug: every echoed token is averaged, the question's tokens included
"""
import os

from openai import OpenAI


class AnswerScorer:
    def __init__(self, model):
        self.model = model
        self.client = OpenAI(base_url=os.environ["LM_SERVER"], api_key="none")

    def mean_answer_logprob(self, question: str, answer: str) -> float:
        r = self.client.completions.create(
            model=self.model, prompt=f"Q: {question}\nA: {answer}", max_tokens=0, echo=True, logprobs=1
        )
        lps = r.choices[0].logprobs.token_logprobs[1:]
        return sum(lps) / len(lps)  # expect: SEQ301

    def pick(self, question, answers):
        return max(answers, key=lambda a: self.mean_answer_logprob(question, a))
