"""Finished beams ranked by log-probability over the number of generated tokens."""
import heapq
import itertools


class Pool:
    def __init__(self, prompt_len, keep=5, alpha=1.0):
        self.prompt_len, self.keep, self.alpha = prompt_len, keep, alpha
        self.heap, self.tick = [], itertools.count()

    def add(self, logprob, tokens):
        n = max(len(tokens) - self.prompt_len, 1)
        heapq.heappush(self.heap, (logprob / n ** self.alpha, next(self.tick), tokens))
        if len(self.heap) > self.keep:
            heapq.heappop(self.heap)

    def best(self):
        return max(self.heap)[2]
