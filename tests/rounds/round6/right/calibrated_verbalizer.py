"""Contextual calibration: label-word posteriors divided by those of a content-free input."""
import numpy as np
import torch


class Calibrated:
    """Posteriors are relative to the label words only."""

    def __init__(self, lm, tok, template, words):
        self.lm, self.tok, self.template = lm.eval(), tok, template
        ids = [tok(w, add_special_tokens=False).input_ids for w in words]
        assert all(len(i) == 1 for i in ids) and len({i[0] for i in ids}) == len(ids)
        self.ids = [i[0] for i in ids]
        self.prior = np.mean([self.relative(x) for x in ("N/A", "[MASK]", "")], axis=0)

    @torch.no_grad()
    def relative(self, text):
        e = self.tok(self.template.format(text), return_tensors="pt")
        return self.lm(**e).logits[0, -1, self.ids].float().softmax(0).numpy()

    def predict(self, text):
        r = self.relative(text) / self.prior
        r = r / r.sum()
        return int(r.argmax()), r
