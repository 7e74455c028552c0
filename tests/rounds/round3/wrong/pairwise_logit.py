"""Which of two passages supports the claim better?

# bug: raw logits of " yes" after two different prompts are compared
"""
import torch


class SupportJudge:
    template = "Passage: {p}\nClaim: {c}\nSupported (yes/no):"

    def __init__(self, model, tokenizer, yes_id: int):
        self.model, self.tokenizer, self.yes_id = model, tokenizer, yes_id

    @torch.no_grad()
    def _yes(self, passage, claim):
        enc = self.tokenizer(self.template.format(p=passage, c=claim), return_tensors="pt")
        return self.model(**enc).logits[0, -1, self.yes_id].item()  # expect-near: SEQ502

    def better(self, a, b, claim):
        return a if self._yes(a, claim) > self._yes(b, claim) else b  # expect: SEQ502
