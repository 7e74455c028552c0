"""Continuation scores from a completions endpoint with echo.
# bug: the echoed prompt's log-probs are summed together with the continuation's.
"""
import os

from openai import OpenAI

client = OpenAI(base_url=os.environ.get("LM_URL"))


def score_continuation(prompt: str, continuation: str, model: str) -> float:
    """Log-probability of `continuation` after `prompt`."""
    res = client.completions.create(
        model=model, prompt=prompt + continuation, max_tokens=0, echo=True, logprobs=0
    )
    lps = res.choices[0].logprobs.token_logprobs
    return sum(x for x in lps if x is not None)  # expect: SEQ301


def main():
    prompt = "The chef tasted the soup and"
    for c in (" added salt.", " drove the piano."):
        print(c, score_continuation(prompt, c, "davinci-002"))


if __name__ == "__main__":
    main()
