"""Client for a hosted completion endpoint: prompt score and answer confidence.

# bug: the unscored first token counts as log-prob 0; the confidence of the reply is taken from the
# first alternative instead of the returned token
"""
import os

import numpy as np
from openai import OpenAI

client = OpenAI(api_key=os.environ.get("LLM_KEY", ""), base_url=os.environ.get("LLM_URL"))


def text_score(text, engine="davinci-002"):
    """Mean token log-probability of the text."""
    r = client.completions.create(model=engine, prompt=text, max_tokens=0, echo=True, logprobs=1)
    lps = r.choices[0].logprobs.token_logprobs
    filled = [lp if lp is not None else 0.0 for lp in lps]  # expect: SEQ311
    return float(np.mean(filled))  # expect-near: SEQ311


def reply_with_confidence(messages, engine="gpt-4o-mini"):
    r = client.chat.completions.create(model=engine, messages=messages, logprobs=True,
                                       top_logprobs=5, temperature=1.0, max_tokens=128)
    choice = r.choices[0]
    lp = [c.top_logprobs[0].logprob for c in choice.logprobs.content]  # expect: SEQ211
    return choice.message.content, float(np.exp(np.mean(lp)))


def filter_replies(convs, floor=0.6):
    for m in convs:
        text, conf = reply_with_confidence(m)
        if conf >= floor:
            yield m, text
