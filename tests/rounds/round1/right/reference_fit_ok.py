"""Log-probability of a human reference under a summariser."""
import torch
from transformers import BartForConditionalGeneration, BartTokenizer


class Fit:
    def __init__(self, ckpt="facebook/bart-base"):
        self.tok = BartTokenizer.from_pretrained(ckpt)
        self.net = BartForConditionalGeneration.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def __call__(self, source, reference):
        src = self.tok(source, return_tensors="pt", truncation=True)
        ref = self.tok(text_target=reference, return_tensors="pt", truncation=True).input_ids
        z = self.net(**src, labels=ref).logits.float()
        tok_lp = z.gather(2, ref[..., None]).squeeze(2) - z.logsumexp(2)
        return tok_lp.sum(1).item()
