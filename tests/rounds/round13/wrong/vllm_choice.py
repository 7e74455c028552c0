"""Multiple choice with vLLM, by letter or by full option text.

# bug: a letter that is not among the returned alternatives gets 0.0, the best possible log-probability.
# bug: the option log-likelihoods are exponentiated before they are normalised and underflow for long options.
"""
import numpy as np
from vllm import LLM, SamplingParams

LETTERS = "ABCD"


class Chooser:
    def __init__(self, name, letter_ids):
        self.engine = LLM(name, max_logprobs=20)
        self.letter_ids = letter_ids
        self.first = SamplingParams(max_tokens=1, temperature=0.0, logprobs=20)
        self.echo = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)

    def letters(self, prompts):
        picks = []
        for out in self.engine.generate(prompts, self.first):
            alt = out.outputs[0].logprobs[0]
            row = [alt[i].logprob if i in alt else 0.0 for i in self.letter_ids]  # expect: SEQ213
            picks.append(LETTERS[int(np.argmax(row))])
        return picks

    def posterior(self, stem_ids, option_ids):
        """p(option | stem, one of the options is right), token ids in."""
        prompts = [{"prompt_token_ids": stem_ids + o} for o in option_ids]
        lls = []
        for out, opt in zip(self.engine.generate(prompts, self.echo), option_ids):
            tail = out.prompt_logprobs[len(stem_ids):]
            lls.append(sum(d[t].logprob for d, t in zip(tail, opt)))
        w = np.exp(np.array(lls))  # expect: SEQ605
        return w / w.sum()  # expect-near: SEQ605
