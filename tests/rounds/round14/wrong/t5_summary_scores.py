"""How well does T5 explain a reference summary?  Used to filter the news corpus.

# bug: summary_logp sums over the pad tokens of the shorter summaries; mean_logp divides the masked sum by the padded length.
"""
import torch
import torch.nn.functional as F
from transformers import AutoTokenizer, T5ForConditionalGeneration

NAME = "google/flan-t5-base"


class SummaryScorer:
    def __init__(self, device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(NAME)
        self.model = T5ForConditionalGeneration.from_pretrained(NAME).to(device).eval()
        self.device = device

    @torch.no_grad()
    def _nll(self, articles, summaries):
        src = self.tok(articles, padding=True, truncation=True, max_length=512, return_tensors="pt").to(self.device)
        tgt = self.tok(text_target=summaries, padding=True, return_tensors="pt").to(self.device)
        logits = self.model(**src, labels=tgt.input_ids).logits
        nll = F.cross_entropy(logits.transpose(1, 2), tgt.input_ids, reduction="none")  # expect-near: SEQ302
        return nll, tgt.attention_mask

    def summary_logp(self, articles, summaries):
        nll, _ = self._nll(articles, summaries)
        return -nll.sum(dim=1)  # expect: SEQ302

    def mean_logp(self, articles, summaries):
        nll, real = self._nll(articles, summaries)
        return -(nll * real).mean(dim=1)  # expect: SEQ303

    def keep(self, articles, summaries, floor=-3.0):
        score = self.mean_logp(articles, summaries)
        return [s for s, v in zip(summaries, score.tolist()) if v > floor]
