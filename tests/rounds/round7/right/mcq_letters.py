"""Multiple choice by letter: relative probability of four single-token letters at one position."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class LetterEval:
    def __init__(self, ckpt):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
        enc = [self.tk.encode(" " + c, add_special_tokens=False) for c in "ABCD"]
        assert all(len(e) == 1 for e in enc)
        self.ids = [e[0] for e in enc]

    @torch.no_grad()
    def relative(self, question):
        """p(letter | the answer is one of the four letters)."""
        x = self.tk(question + "\nAnswer:", return_tensors="pt")
        z = self.lm(**x).logits[0, -1, self.ids]
        return z.float().softmax(0)

    def predict(self, question):
        return "ABCD"[int(self.relative(question).argmax())]

    def margin(self, question):
        p = self.relative(question).sort(descending=True).values
        return float(p[0] - p[1])


def accuracy(ev, rows):
    return sum(ev.predict(r["q"]) == r["a"] for r in rows) / len(rows)
