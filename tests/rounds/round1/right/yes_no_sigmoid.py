"""Two-way decision: sigmoid of a logit difference equals the softmax over the two tokens."""
import torch


class YesNo:
    def __init__(self, lm, tok, yes=" yes", no=" no"):
        self.lm, self.tok = lm, tok
        self.y = self._single(yes)
        self.n = self._single(no)

    def _single(self, s):
        ids = self.tok.encode(s, add_special_tokens=False)
        if len(ids) != 1:
            raise ValueError(s)
        return ids[0]

    @torch.inference_mode()
    def preference(self, question):
        """P(yes | yes or no)."""
        enc = self.tok(question, return_tensors="pt")
        z = self.lm(**enc).logits[0, -1].float()
        return torch.sigmoid(z[self.y] - z[self.n]).item()

    @torch.inference_mode()
    def mass(self, question):
        """Probability that the next token is one of the two at all."""
        enc = self.tok(question, return_tensors="pt")
        p = self.lm(**enc).logits[0, -1].float().softmax(-1)
        return (p[self.y] + p[self.n]).item()
