"""Adds a certainty column to answers produced by the chat API.

# bug: the first entry of top_logprobs stands in for the emitted token, and the sequence probability (not its log) is divided by the length
"""
import math
import os

from openai import OpenAI
from tenacity import retry, stop_after_attempt, wait_exponential


class CertainChat:
    def __init__(self, model: str = "gpt-4o-mini"):
        self.api = OpenAI(api_key=os.environ["OPENAI_API_KEY"])
        self.model = model

    @retry(stop=stop_after_attempt(4), wait=wait_exponential(max=20))
    def _create(self, question: str):
        return self.api.chat.completions.create(
            model=self.model,
            messages=[{"role": "system", "content": "Answer in one sentence."}, {"role": "user", "content": question}],
            logprobs=True,
            top_logprobs=3,
            max_tokens=80,
        )

    def ask(self, question: str) -> dict:
        choice = self._create(question).choices[0]
        steps = choice.logprobs.content
        lp = 0.0
        for step in steps:
            lp += step.top_logprobs[0].logprob  # expect: SEQ211
        certainty = math.exp(lp) / len(steps)  # expect: SEQ406
        return {"question": question, "answer": choice.message.content, "certainty": certainty}


def annotate(rows, chat=None):
    chat = chat or CertainChat()
    out = []
    for row in rows:
        out.append({**row, **chat.ask(row["question"])})
    return sorted(out, key=lambda r: r["certainty"])
