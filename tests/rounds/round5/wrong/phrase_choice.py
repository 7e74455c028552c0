"""Rank answer phrases for a prompt.

score(phrase) = log p(phrase | prompt), summed over the phrase's tokens
# bug: the distributions come from the model's own greedy continuation, so later tokens of a phrase are conditioned on other text
"""
from dataclasses import dataclass, field
from typing import List

import torch


@dataclass
class Ranked:
    prompt: str
    phrases: List[str]
    values: List[float] = field(default_factory=list)

    @property
    def winner(self):
        return self.phrases[max(range(len(self.values)), key=self.values.__getitem__)]


class PhraseRanker:
    def __init__(self, model, tokenizer):
        self.m = model.eval()
        self.t = tokenizer

    def _encode(self, phrase):
        return self.t(" " + phrase, add_special_tokens=False).input_ids

    @torch.no_grad()
    def rank(self, prompt, phrases):
        enc = self.t(prompt, return_tensors="pt")
        coded = [self._encode(p) for p in phrases]
        longest = max(map(len, coded))
        g = self.m.generate(
            **enc,
            do_sample=False,
            min_new_tokens=longest,
            max_new_tokens=longest,
            output_logits=True,
            return_dict_in_generate=True,
        )
        lp = torch.stack(g.logits, dim=0)[:, 0].log_softmax(dim=-1)  # expect-near: SEQ207
        res = Ranked(prompt, list(phrases))
        for seq in coded:
            res.values.append(sum(lp[k, t].item() for k, t in enumerate(seq)))  # expect: SEQ207
        return res
