"""Per-byte translation scores, so that scripts with many bytes per character are comparable."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

CKPT = "facebook/nllb-200-distilled-600M"
tok = AutoTokenizer.from_pretrained(CKPT, src_lang="eng_Latn")
net = AutoModelForSeq2SeqLM.from_pretrained(CKPT).eval()


@torch.inference_mode()
def total_logprob(x: str, y: str, lang: str) -> float:
    tok.tgt_lang = lang
    enc = tok(x, text_target=y, return_tensors="pt")
    n_targets = enc["labels"].shape[1]
    return -net(**enc).loss.item() * n_targets


def per_byte(x: str, y: str, lang: str) -> float:
    return total_logprob(x, y, lang) / max(len(y.encode("utf-8")), 1)


if __name__ == "__main__":
    outs = {"ell_Grek": "Καλημέρα.", "kor_Hang": "좋은 아침이에요.", "spa_Latn": "Buenos días."}
    for lang in sorted(outs, key=lambda k: per_byte("Good morning.", outs[k], k), reverse=True):
        print(lang)
