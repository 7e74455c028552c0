"""Try several phrasings of a question and keep the answer the model is most sure of.

# bug: transition scores of greedy decoding are compared as log-probabilities, but they are logits.
"""
from typing import NamedTuple

import torch


class Attempt(NamedTuple):
    prompt: str
    text: str
    mean_logprob: float


class BestOfPrompts:
    def __init__(self, model, tokenizer, **gen):
        self.model, self.tokenizer = model, tokenizer
        self.gen = {"max_new_tokens": 32, **gen}

    @torch.no_grad()
    def attempt(self, prompt):
        x = self.tokenizer(prompt, return_tensors="pt")
        y = self.model.generate(**x, **self.gen, do_sample=False, num_beams=1,
                                output_scores=True, return_dict_in_generate=True)
        per_token = self.model.compute_transition_scores(y["sequences"], y["scores"])[0]  # expect: SEQ111
        text = self.tokenizer.decode(y["sequences"][0, x["input_ids"].shape[1]:])
        return Attempt(prompt, text, per_token.mean().item())  # expect-near: SEQ111

    def __call__(self, prompts):
        return max(map(self.attempt, prompts), key=lambda a: a.mean_logprob)  # expect-near: SEQ111|SEQ502
