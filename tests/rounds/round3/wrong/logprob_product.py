"""Sequence score of completions from a llama-cpp server.

# bug: log-probabilities are multiplied with each other
"""
import math

from llama_cpp import Llama


class Completer:
    def __init__(self, path):
        self.llm = Llama(path, logits_all=True)

    def complete(self, prompt, n=5):
        draws = []
        for seed in range(n):
            r = self.llm.create_completion(prompt, max_tokens=32, logprobs=1, seed=seed)
            c = r["choices"][0]
            draws.append((math.prod(c["logprobs"]["token_logprobs"]), c["text"]))  # expect: SEQ407
        return max(draws)[1]
