"""Forced-decoding quality estimate with an encoder-decoder model (labels need no shift here)."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class QE:
    def __init__(self, ckpt="facebook/nllb-200-distilled-600M", src="fra_Latn", tgt="eng_Latn"):
        self.tok = AutoTokenizer.from_pretrained(ckpt, src_lang=src, tgt_lang=tgt)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def mean_logprob(self, src, hyp):
        b = self.tok(src, text_target=hyp, padding=True, return_tensors="pt")
        pad = b["labels"].eq(self.tok.pad_token_id)
        out = self.net(**{**b, "labels": b["labels"].masked_fill(pad, -100)})
        dist = out.logits.float().log_softmax(-1)
        lp = dist.gather(-1, b["labels"][..., None])[..., 0].masked_fill(pad, 0.0)
        return (lp.sum(1) / (~pad).sum(1).clamp(min=1)).tolist()
