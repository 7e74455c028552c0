"""log p(phrase | prompt) of candidate phrases, one forward pass for each.

The prompt ends in a full word and a phrase starts with a space; a check stops when the joint tokenisation does
not begin with the prompt's own ids.
"""
import torch


class Ranker:
    def __init__(self, model, tokenizer):
        self.m, self.t = model.eval(), tokenizer

    def _joint(self, prompt, phrase):
        head = self.t(prompt).input_ids
        whole = self.t(prompt + " " + phrase).input_ids
        if whole[: len(head)] != head:
            raise ValueError(f"tokenisation of {prompt!r} changes when {phrase!r} follows")
        return torch.tensor([whole]), len(head)

    @torch.no_grad()
    def score(self, prompt, phrase):
        x, n = self._joint(prompt, phrase)
        lp = self.m(x).logits[0, n - 1 : -1].log_softmax(-1)
        return sum(lp[k, t].item() for k, t in enumerate(x[0, n:]))

    def best(self, prompt, phrases):
        return max(phrases, key=lambda ph: self.score(prompt, ph))
