"""CoLA without training: threshold the LM score of the sentence (SLOR with a unigram table).

# bug: the filler positions of the shorter sentences are part of the sum
"""
import torch
from torch.nn import functional as nnf


class Slor:
    def __init__(self, lm, tok, unigram_logp):
        self.lm = lm
        self.tok = tok
        self.uni = unigram_logp  # (V,) tensor

    def _encode(self, sents):
        return self.tok(sents, padding="longest", return_tensors="pt").to(self.lm.device)

    @torch.no_grad()
    def lm_sum(self, sents):
        """Log-probability of each sentence."""
        b = self._encode(sents)
        z = self.lm(**b).logits[:, :-1].float()
        y = b.input_ids[:, 1:]
        nll = nnf.cross_entropy(z.transpose(1, 2), y, reduction="none")
        return -nll.sum(dim=1), b  # expect: SEQ302

    @torch.no_grad()
    def __call__(self, sents):
        lp, b = self.lm_sum(sents)
        m = b.attention_mask[:, 1:]
        u = (self.uni.to(m.device)[b.input_ids[:, 1:]] * m).sum(1)
        return (lp - u) / m.sum(1).clamp(min=1)


def mcc(pred, gold):
    tp = sum(p and g for p, g in zip(pred, gold))
    tn = sum((not p) and (not g) for p, g in zip(pred, gold))
    fp = sum(p and not g for p, g in zip(pred, gold))
    fn = sum((not p) and g for p, g in zip(pred, gold))
    d = ((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) ** 0.5
    return (tp * tn - fp * fn) / d if d else 0.0
