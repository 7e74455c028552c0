"""Reference-free quality estimate: forced-decoding score of a translation under NLLB.

# bug: the padded source batch goes through the encoder without its attention_mask.
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

CKPT = "facebook/nllb-200-distilled-600M"


class ForcedDecoder:
    def __init__(self, src="deu_Latn", tgt="eng_Latn", device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(CKPT, src_lang=src, tgt_lang=tgt)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(CKPT).to(device).eval()
        self.device = device

    @torch.no_grad()
    def __call__(self, sources, translations, bs=16):
        """Mean token log-prob of each translation (target tokens only)."""
        out = []
        for i in range(0, len(sources), bs):
            enc = self.tok(
                sources[i : i + bs], text_target=translations[i : i + bs], padding=True, return_tensors="pt"
            ).to(self.device)
            gold = enc["labels"].masked_fill(enc["labels"] == self.tok.pad_token_id, -100)
            z = self.net(input_ids=enc["input_ids"], labels=gold).logits  # expect: SEQ314
            nll = F.cross_entropy(z.float().transpose(1, 2), gold, ignore_index=-100, reduction="none")
            real = (gold != -100).sum(1).clamp(min=1)
            out += (-nll.sum(1) / real).tolist()
        return out


def correlate(scores, human):
    from scipy.stats import kendalltau

    return kendalltau(scores, human).statistic
