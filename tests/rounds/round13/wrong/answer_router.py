"""Route a question to the local or to the hosted model, whichever is surer of its answer.

# bug: the local score is a sum over tokens, the hosted one a mean, and the two are compared
# bug: the logged perplexity is the exponential of the mean log-probability without the minus sign
"""
import logging

import numpy as np
from openai import OpenAI
from vllm import LLM, SamplingParams

log = logging.getLogger("router")
hosted = OpenAI()
local = LLM("Qwen/Qwen2.5-7B-Instruct")
GREEDY = SamplingParams(temperature=0.0, max_tokens=128, logprobs=1)


def ask_local(question):
    done = local.chat([{"role": "user", "content": question}], GREEDY)[0].outputs[0]
    return done.text, done.cumulative_logprob  # expect-near: SEQ503


def ask_hosted(question):
    got = hosted.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": question}],
        temperature=0,
        max_tokens=128,
        logprobs=True,
    ).choices[0]
    lps = [c.logprob for c in got.logprobs.content]
    if not lps:
        return got.message.content, float("-inf")
    avg = float(np.mean(lps))  # expect-near: SEQ503
    log.info("hosted perplexity %.3f", np.exp(avg))  # expect: SEQ413
    return got.message.content, avg


def route(question):
    text_a, a = ask_local(question)
    text_b, b = ask_hosted(question)
    return text_a if a >= b else text_b  # expect: SEQ503
