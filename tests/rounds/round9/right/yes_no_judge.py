"""P(yes) of the SQL judge: spellings of the same verdict are added up, and the value is a lower bound
when a spelling is outside the top 20 (reported through `covered`)."""
import math
from collections import defaultdict

from openai import OpenAI


def verdict_mass(top):
    mass = defaultdict(float)
    for alt in top:
        mass[alt.token.strip().lower()] += math.exp(alt.logprob)
    return mass


def judge(client: OpenAI, question, sql):
    r = client.chat.completions.create(
        model="gpt-4o-mini", temperature=1, max_tokens=1, logprobs=True, top_logprobs=20,
        messages=[{"role": "user", "content": f"Q: {question}\nSQL: {sql}\nCorrect? Yes or No."}],
    )
    mass = verdict_mass(r.choices[0].logprobs.content[0].top_logprobs)
    yes, no = mass["yes"], mass["no"]
    covered = yes + no
    return {"p_yes": yes, "covered": covered, "relative": yes / covered if covered > 0 else None}
