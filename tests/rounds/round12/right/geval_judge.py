"""Expected 1-5 rating from the alternatives at the rating position (G-Eval)."""
import json
import math

from openai import OpenAI

client = OpenAI()
PROMPT = "Rate the coherence of the summary from 1 to 5. Reply with the number only.\n\n{doc}\n\nSummary: {summ}"


def expected_rating(alternatives):
    num = den = 0.0
    for alt in alternatives:
        t = alt.token.strip()
        if t in {"1", "2", "3", "4", "5"}:
            p = math.exp(alt.logprob)
            num += int(t) * p
            den += p
    return num / den if den > 0 else float("nan")


def rate(doc, summ, model="gpt-4o-mini"):
    r = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": PROMPT.format(doc=doc, summ=summ)}],
        max_tokens=1,
        temperature=0,
        logprobs=True,
        top_logprobs=20,
    )
    return expected_rating(r.choices[0].logprobs.content[0].top_logprobs)


def run(path, dest):
    with open(path) as f, open(dest, "w") as g:
        for line in f:
            ex = json.loads(line)
            ex["coherence"] = round(rate(ex["doc"], ex["summary"]), 3)
            g.write(json.dumps(ex) + "\n")
