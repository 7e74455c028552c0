"""LLM judge: P(A) against P(B), all spellings of a letter pooled; critiques ranked by their log-likelihood."""
import math
from collections import defaultdict


def letter_mass(choice, letters=("A", "B")):
    mass = defaultdict(float)
    for alt in choice.logprobs.content[0].top_logprobs:
        mass[alt.token.strip()] += math.exp(alt.logprob)
    seen = sum(mass[l] for l in letters)
    return {l: mass[l] / seen for l in letters} if seen > 0 else None


def ask(client, model, prompt):
    r = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": prompt}], max_tokens=1, logprobs=True, top_logprobs=20
    )
    return letter_mass(r.choices[0])


def best_critique(client, model, prompt, n=4):
    r = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": prompt}], n=n, temperature=1.0, logprobs=True
    )
    return max(r.choices, key=lambda c: math.fsum(t.logprob for t in c.logprobs.content)).message.content
