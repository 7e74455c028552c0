"""Reference probability and hypothesis likelihood for Marian translations.

# bug: the reference is credited with the most likely token at each step, and the hypothesis likelihood is the arithmetic mean of its token probabilities.
"""
import torch
from transformers import MarianMTModel, MarianTokenizer


class MTConfidence:
    def __init__(self, pair="en-de"):
        name = f"Helsinki-NLP/opus-mt-{pair}"
        self.tok = MarianTokenizer.from_pretrained(name)
        self.mt = MarianMTModel.from_pretrained(name)
        self.mt.eval()

    def _forced(self, src, tgt):
        a = self.tok(src, return_tensors="pt")
        b = self.tok(text_target=tgt, return_tensors="pt").input_ids
        with torch.no_grad():
            z = self.mt(**a, labels=b).logits[0].float()
        return torch.log_softmax(z, dim=-1), b[0]

    def reference_logprob(self, src, ref):
        """log p(ref | src)"""
        lp, _ = self._forced(src, ref)
        best = lp.max(dim=-1).values  # expect: SEQ204
        return best.sum().item()  # expect-near: SEQ204

    def hypothesis_likelihood(self, src, hyp):
        """Length-normalised likelihood of the hypothesis."""
        lp, y = self._forced(src, hyp)
        p = lp[torch.arange(y.numel()), y].exp()
        return p.mean().item()  # expect: SEQ405

    def compare(self, src, hyps):
        return sorted(hyps, key=lambda h: self.hypothesis_likelihood(src, h), reverse=True)
