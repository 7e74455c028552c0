"""P(yes) as the summed probability of its spellings at one position."""
import torch


class YesMass:
    def __init__(self, tok, words=("yes", " yes", "Yes", " Yes")):
        pieces = [tok.encode(w, add_special_tokens=False) for w in words]
        self.ids = sorted({p[0] for p in pieces if len(p) == 1})

    def __call__(self, lm, enc):
        """enc: a single unpadded prompt."""
        with torch.no_grad():
            p = lm(**enc).logits[0, -1].float().softmax(dim=-1)
        return p[self.ids].sum().item()
