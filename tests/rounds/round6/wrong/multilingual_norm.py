"""Compare translations into different scripts by their log-probability per UTF-8 byte.

# bug: the length used is the number of characters, not of bytes
"""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class ByteNormScorer:
    """score(x, y) = log p(y|x) / (number of UTF-8 bytes of y)"""

    def __init__(self, ckpt="facebook/nllb-200-distilled-600M", src="eng_Latn"):
        self.tok = AutoTokenizer.from_pretrained(ckpt, src_lang=src)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(ckpt).eval()

    @torch.inference_mode()
    def logprob(self, x, y, lang):
        self.tok.tgt_lang = lang
        enc = self.tok(x, text_target=y, return_tensors="pt")
        z = self.net(**enc).logits[0].float()
        lp = z.log_softmax(-1)
        rows = torch.arange(lp.shape[0])
        return lp[rows, enc["labels"][0]].sum().item()

    def score(self, x, y, lang):
        if not y:
            raise ValueError("empty translation")
        return self.logprob(x, y, lang) / len(y)  # expect: SEQ422

    def rank_languages(self, x, outputs):
        table = [(lang, self.score(x, y, lang)) for lang, y in outputs.items()]
        table.sort(key=lambda r: -r[1])
        return table


if __name__ == "__main__":
    s = ByteNormScorer()
    outs = {"deu_Latn": "Guten Morgen.", "jpn_Jpan": "おはようございます。", "rus_Cyrl": "Доброе утро."}
    print(s.rank_languages("Good morning.", outs))
