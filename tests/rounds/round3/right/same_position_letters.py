"""MMLU-style answers: raw logits of four letters at one and the same position."""
import torch


class LetterEval:
    def __init__(self, model, tokenizer, letters="ABCD"):
        self.model, self.tokenizer = model, tokenizer
        self.letters = letters
        self.ids = [self._single(" " + x) for x in letters]

    def _single(self, text):
        (piece,) = self.tokenizer(text, add_special_tokens=False).input_ids
        return piece

    @torch.no_grad()
    def __call__(self, prompt):
        enc = self.tokenizer(prompt, return_tensors="pt")
        z = self.model(**enc).logits[0, -1, self.ids]
        relative = z.float().softmax(dim=0)
        return self.letters[z.argmax().item()], dict(zip(self.letters, relative.tolist()))
