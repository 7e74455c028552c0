"""Exam by letter: argmax over the letters' logits at one position, relative probabilities for the chart."""
import torch


class LetterExam:
    letters = ("A", "B", "C", "D")

    def __init__(self, lm, tok):
        self.lm, self.tok = lm.eval(), tok
        pieces = [tok.encode(" " + x, add_special_tokens=False) for x in self.letters]
        assert all(len(p) == 1 for p in pieces)
        self.ids = [p[0] for p in pieces]

    @torch.no_grad()
    def ask(self, prompt):
        """(letter, relative probabilities among the four letters, total probability of the four)."""
        z = self.lm(**self.tok(prompt, return_tensors="pt")).logits[0, -1].float()
        four = z[self.ids]
        among = torch.softmax(four, dim=0)
        total = (four.logsumexp(0) - z.logsumexp(0)).exp()
        return self.letters[int(four.argmax())], among.tolist(), total.item()
