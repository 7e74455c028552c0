"""Story cloze with a causal LM; the ending with the smaller cost wins."""
import torch
from torch.nn.functional import cross_entropy


class StoryCloze:
    def __init__(self, lm, tok):
        self.lm, self.tok = lm.eval(), tok
        if tok.pad_token is None:
            tok.pad_token = tok.eos_token
        tok.padding_side = "right"

    @torch.no_grad()
    def nll(self, texts):
        enc = self.tok(texts, padding=True, return_tensors="pt")
        labels = enc.input_ids.masked_fill(enc.attention_mask == 0, -100)
        z = self.lm(**enc).logits
        return cross_entropy(z[:, :-1].transpose(1, 2), labels[:, 1:], reduction="none").sum(1)

    def __call__(self, story):
        start = " ".join(story["body"])
        return self.nll([f"{start} {e}" for e in story["endings"]]).argmin().item()


def accuracy(solver, stories):
    return sum(solver(s) == s["label"] for s in stories) / len(stories)
