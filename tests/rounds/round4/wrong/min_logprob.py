"""Pick one of several paraphrases.
# bug: min over log-likelihoods and max over perplexities both select the least likely text.
"""
import numpy as np


class Picker:
    def __init__(self, engine):
        self.engine = engine

    def loglik(self, text):
        lps = self.engine.prompt_logprobs(text)
        return sum(x for x in lps if x is not None)

    def most_likely(self, texts):
        return min(texts, key=lambda t: self.loglik(t))  # expect: SEQ501

    def most_fluent(self, texts):
        ppl = []
        for t in texts:
            lps = [x for x in self.engine.prompt_logprobs(t) if x is not None]
            ppl.append(np.exp(-np.mean(lps)))
        return texts[int(np.argmax(ppl))]  # expect: SEQ501
