"""Pseudo-log-likelihood of a sentence under a masked LM, one masked position per row."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PLL:
    def __init__(self, ckpt="bert-base-cased"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.mlm = AutoModelForMaskedLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tok(sentence, return_tensors="pt").input_ids[0]
        where = torch.arange(1, ids.numel() - 1)
        rows = ids.repeat(where.numel(), 1)
        n = torch.arange(where.numel())
        rows[n, where] = self.tok.mask_token_id
        z = self.mlm(rows).logits[n, where].float()
        lp = z.log_softmax(dim=1).gather(1, ids[where, None])
        return lp.sum().item(), where.numel()

    def corpus_pppl(self, sentences):
        """Corpus pseudo-perplexity."""
        pairs = [self(s) for s in sentences]
        total, count = sum(a for a, _ in pairs), sum(b for _, b in pairs)
        return torch.tensor(-total / max(count, 1)).exp().item()
