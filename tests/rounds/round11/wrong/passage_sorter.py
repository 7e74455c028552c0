"""Sort passages by how strongly the model wants to say 'yes' after each.

# bug: the raw logit of one token is compared between different prompts, whose normalisers differ
"""
import torch


class Sorter:
    def __init__(self, lm, tok):
        self.lm = lm.eval()
        self.tok = tok
        (self.yes,) = tok.encode(" yes", add_special_tokens=False)

    @torch.no_grad()
    def want(self, question, passage):
        text = f"{passage}\n\nDoes this answer \"{question}\"? Answer:"
        ids = self.tok(text, return_tensors="pt").input_ids
        return self.lm(ids).logits[0, -1, self.yes].item()  # expect-near: SEQ502

    def order(self, question, passages):
        return sorted(passages, key=lambda p: self.want(question, p), reverse=True)  # expect: SEQ502
