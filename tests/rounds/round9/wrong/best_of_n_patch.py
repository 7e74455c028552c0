"""Best-of-N for the patch bot.

Samples N unified diffs from the completion endpoint (temperature 1, no top_p),
keeps those that apply, and returns the one the model itself likes most.

# bug: token probabilities are added up as the score of a diff, and the mean log-probs are rounded to one decimal before they decide
"""
import math
import subprocess
from dataclasses import dataclass, field

from openai import OpenAI

client = OpenAI()


@dataclass
class Patch:
    diff: str
    lps: list = field(default_factory=list)

    @property
    def belief(self):
        """How much probability the model gives to the whole diff."""
        return sum(math.exp(v) for v in self.lps)  # expect: SEQ404

    @property
    def per_token(self):
        return sum(self.lps) / max(len(self.lps), 1)


def sample(prompt, n=16):
    r = client.completions.create(
        model="gpt-3.5-turbo-instruct", prompt=prompt, n=n, temperature=1.0,
        max_tokens=512, logprobs=0, stop=["\n@@END"],
    )
    return [Patch(c.text, list(c.logprobs.token_logprobs)) for c in r.choices]


def applies(patch, repo):
    done = subprocess.run(["git", "apply", "--check", "-"], input=patch.diff.encode(), cwd=repo)
    return done.returncode == 0


def choose(prompt, repo):
    ok = [p for p in sample(prompt) if applies(p, repo)]
    if not ok:
        return None
    top = max(ok, key=lambda p: round(p.per_token, 1))  # expect: SEQ504
    print(f"{len(ok)} candidates, belief {top.belief:.3g}")
    return top.diff
