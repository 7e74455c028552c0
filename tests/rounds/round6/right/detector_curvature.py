"""Analytic curvature and Min-K statistics of a text under a causal LM."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Detector:
    def __init__(self, ckpt="gpt2", frac=0.2):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
        self.frac = frac

    @torch.no_grad()
    def _dist(self, text):
        ids = self.tok(text, return_tensors="pt").input_ids
        lp = self.lm(ids).logits[0, :-1].float().log_softmax(-1)
        return lp, lp.gather(1, ids[0, 1:, None])[:, 0]

    def curvature(self, text):
        lp, own = self._dist(text)
        p = lp.exp()
        mu = (p * lp).sum(-1)
        var = (p * lp.square()).sum(-1) - mu.square()
        return ((own - mu).sum() / var.sum().sqrt()).item()

    def min_k(self, text):
        """Mean log-prob of the least likely fraction of tokens."""
        _, own = self._dist(text)
        k = max(1, int(self.frac * own.numel()))
        return own.topk(k, largest=False).values.mean().item()
