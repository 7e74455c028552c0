"""How well does the model fit the human reference?

# bug: reads the top-1 value of every step; the reference tokens are never looked up.
"""
from typing import List

import torch
import torch.nn.functional as F
from transformers import BartForConditionalGeneration, BartTokenizer


class ReferenceFit:
    """log P(reference | source)."""

    def __init__(self, name="facebook/bart-large-cnn"):
        self.tok = BartTokenizer.from_pretrained(name)
        self.net = BartForConditionalGeneration.from_pretrained(name).eval()

    def __call__(self, sources: List[str], refs: List[str]) -> List[float]:
        res = []
        for s, r in zip(sources, refs):
            src = self.tok(s, return_tensors="pt", truncation=True)
            ref = self.tok(text_target=r, return_tensors="pt", truncation=True)["input_ids"]
            with torch.no_grad():
                z = self.net(**src, labels=ref).logits
            lp = F.log_softmax(z, dim=-1)
            best, _ = lp.topk(1, dim=-1)  # expect-near: SEQ204
            res.append(best.squeeze(-1).sum(-1).item())  # expect: SEQ204
        return res
