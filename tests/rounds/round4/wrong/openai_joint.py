"""Joint probability of a sampled completion.
# bug: the probability of the completion is computed from the mean of its token log-probs.
"""
import numpy as np
from openai import OpenAI

client = OpenAI()


def completion_probability(prompt: str) -> float:
    """Probability that the model produces exactly this completion."""
    r = client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": prompt}], logprobs=True, max_tokens=20
    )
    token_lps = np.array([c.logprob for c in r.choices[0].logprobs.content])
    sequence_logprob = token_lps.mean()  # expect: SEQ401
    return float(np.exp(sequence_logprob))  # expect-near: SEQ401
