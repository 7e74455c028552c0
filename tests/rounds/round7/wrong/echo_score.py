"""Score fixed answers through a completions endpoint (echo, nothing generated).

# bug: each position takes the first entry of its top_logprobs mapping, whichever token that is, instead of the echoed token's entry.
"""
import os

import openai

client = openai.OpenAI(base_url=os.environ.get("LM_URL", "http://localhost:8000/v1"), api_key="none")


def answer_logprob(model: str, question: str, answer: str) -> float:
    r = client.completions.create(
        model=model, prompt=question + answer, max_tokens=0, echo=True, logprobs=5, temperature=0)
    info = r.choices[0].logprobs
    begin = info.text_offset.index(len(question))
    score = 0.0
    for alternatives in info.top_logprobs[begin:]:
        score += list(alternatives.values())[0]  # expect: SEQ211
    return score


def pick(model, question, answers):
    ranked = sorted(answers, key=lambda a: answer_logprob(model, question, a))
    return ranked[-1]


if __name__ == "__main__":
    print(pick("meta-llama/Llama-3.1-8B", "Q: What is the capital of Chad?\nA:",
               [" N'Djamena", " Abuja", " Niamey"]))
