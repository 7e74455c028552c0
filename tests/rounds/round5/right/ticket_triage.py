"""Triage with one vLLM step; letters are looked up by token id.

A letter that is not among the returned candidates is ranked last (-inf is below every returned value).
"""
import math

from vllm import LLM, SamplingParams


class Triage:
    letters = "ABCD"

    def __init__(self, checkpoint):
        self.llm = LLM(model=checkpoint, max_logprobs=50)
        vocab = self.llm.get_tokenizer()
        self.ids = {}
        for letter in self.letters:
            piece = vocab.encode(letter, add_special_tokens=False)
            assert len(piece) == 1, f"{letter} is {len(piece)} tokens"
            self.ids[letter] = piece[0]
        self.sp = SamplingParams(max_tokens=1, temperature=0, logprobs=50)

    def ask(self, prompts):
        picks = []
        for req in self.llm.generate(prompts, self.sp):
            cands = req.outputs[0].logprobs[0]
            by_letter = {k: cands[i].logprob if i in cands else -math.inf for k, i in self.ids.items()}
            picks.append(max(by_letter, key=by_letter.get))
        return picks
