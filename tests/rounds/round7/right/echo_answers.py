"""log p(answer | question) from an echoing completions endpoint, cut at the answer's character offset."""
import os

from openai import OpenAI

api = OpenAI(base_url=os.environ["LLM_URL"], api_key="none")


def answer_logprob(question, answer, model="davinci-002"):
    r = api.completions.create(model=model, prompt=question + answer, max_tokens=0, echo=True, logprobs=0)
    info = r.choices[0].logprobs
    border = len(question)
    ends = info.text_offset[1:] + [border + len(answer)]
    tail = [lp for lp, end in zip(info.token_logprobs, ends) if end > border]
    return sum(tail)


def rank(question, answers):
    table = {a: answer_logprob(question, a) for a in answers}
    return sorted(table, key=table.get, reverse=True)
