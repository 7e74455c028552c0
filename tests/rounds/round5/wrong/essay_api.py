"""Log-likelihood of sampled grading comments from a completions endpoint.

# bug: the first entry of each top_logprobs mapping is taken, which is the likeliest token and not the sampled one
# bug: token log-probabilities are multiplied
"""
import json
import math
import os

from openai import OpenAI

client = OpenAI(base_url=os.environ.get("LM_URL"), api_key=os.environ.get("LM_KEY", "none"))


def sample_comment(essay, model="davinci-002"):
    resp = client.completions.create(
        model=model,
        prompt=essay + "\n\nComment of the teacher:",
        max_tokens=60,
        temperature=1.0,
        logprobs=5,
        stop=["\n"],
    )
    return resp.choices[0]


def comment_score(choice):
    """log p(comment | essay)"""
    steps = choice.logprobs.top_logprobs
    lps = [next(iter(step.values())) for step in steps]  # expect: SEQ211
    return math.prod(lps)  # expect: SEQ407


def run(path, out):
    with open(path) as src, open(out, "w") as dst:
        for line in src:
            item = json.loads(line)
            ch = sample_comment(item["essay"])
            item["comment"] = ch.text.strip()
            item["comment_logp"] = comment_score(ch)
            dst.write(json.dumps(item) + "\n")


if __name__ == "__main__":
    run("essays.jsonl", "comments.jsonl")
